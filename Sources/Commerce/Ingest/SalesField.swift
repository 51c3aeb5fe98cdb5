/// What a column of a sales file can mean. The raw values are the names used by `--map column=field`.
public enum SalesField: String, Sendable, CaseIterable {
    case document
    case productCode = "product_code"
    case description
    case quantity
    case date
    case time
    case unitPrice = "unit_price"
    case customer
    case country
    case discount
    case category
    case currency

    /// Column names that mean this field, in English and Spanish, without accents, spaces and signs.
    ///
    /// Earlier names win where a file has several that fit. Longer lists belong here and nowhere else.
    var columnNames: [String] {
        switch self {
        case .document:
            [
                "invoiceno", "invoice", "invoicenumber", "invoiceid", "documentno", "documentnumber", "document",
                "orderid", "orderno", "ordernumber", "order", "receipt", "receiptno", "ticketno", "transactionid",
                "factura", "nofactura", "nfactura", "ndefactura", "numfactura", "numerofactura", "numerodefactura",
                "nodefactura",
                "documento", "nodocumento", "numdocumento", "numerodocumento", "numerodedocumento", "comprobante",
                "pedido", "nopedido", "numerodepedido", "ticket", "recibo", "boleta", "folio", "dte", "transaccion",
            ]
        case .productCode:
            [
                "stockcode", "sku", "productcode", "productid", "itemcode", "itemid", "itemno", "code", "codigo",
                "codigoproducto", "codigodeproducto", "codigodelproducto", "codproducto", "codarticulo",
                "codigoarticulo", "codigodearticulo", "referencia", "ref", "clave", "idproducto", "cod",
            ]
        case .description:
            [
                "description", "productname", "product", "itemname", "item", "itemdescription", "descripcion",
                "producto", "nombreproducto", "nombredelproducto", "nombredeproducto", "articulo", "detalle",
                "concepto", "nombre", "name",
            ]
        case .quantity:
            ["quantity", "qty", "units", "cantidad", "cant", "unidades", "uds", "piezas"]
        case .date:
            [
                "invoicedate", "orderdate", "saledate", "documentdate", "transactiondate", "date", "datetime",
                "timestamp", "fecha", "fechafactura", "fechadefactura", "fechaventa", "fechadeventa", "fechapedido",
                "fechadocumento", "fechayhora", "fechahora", "dia",
            ]
        case .time:
            ["time", "invoicetime", "saletime", "hora", "horaventa", "horadeventa"]
        case .unitPrice:
            [
                "unitprice", "price", "unitcost", "listprice", "priceperunit", "precio", "preciounitario", "preciounit",
                "preciou", "pu", "punitario", "precioventa", "preciodeventa", "precioporunidad", "valorunitario",
            ]
        case .customer:
            [
                "customerid", "customer", "customerno", "customercode", "clientid", "client", "cliente", "codcliente",
                "codigocliente", "codigodecliente", "codigodelcliente", "idcliente", "nocliente", "nit", "buyer",
            ]
        case .country:
            [
                "country", "shipcountry", "countryname", "pais", "paisdestino", "paisenvio", "departamento", "region",
                "territory", "territorio",
            ]
        case .discount:
            [
                "discount", "discountrate", "discountpct", "discountpercent", "descuento", "dto", "desc", "dcto",
                "rebaja",
            ]
        case .category:
            [
                "category", "categoryname", "productcategory", "department", "categoria", "nombrecategoria", "linea",
                "familia", "rubro", "grupo",
            ]
        case .currency:
            ["currency", "currencycode", "moneda", "divisa"]
        }
    }
}
