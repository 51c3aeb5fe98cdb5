import Localization

/// What a column of a sales file can mean. The raw values are the names used by `--map column=field`.
public enum SalesField: String, Sendable, CaseIterable, TableField {
    case document
    case productCode = "product_code"
    case description
    case quantity
    case date
    case time
    case unitPrice = "unit_price"
    /// What the line comes to: read where there is no unit price.
    case amount
    case customer
    case country
    case discount
    case category
    case currency

    var columnNames: [String] {
        switch self {
        case .document:
            [
                "invoiceno", "invoice", "invoicenumber", "invoiceid", "documentno", "documentnumber", "document",
                "orderid", "orderno", "ordernumber", "order", "receipt", "receiptno", "ticketno", "transactionid",
                "factura", "nofactura", "nfactura", "ndefactura", "numfactura", "numerofactura", "numerodefactura",
                "nodefactura", "documento", "nodocumento", "numdocumento", "numerodocumento", "numerodedocumento",
                "comprobante", "pedido", "nopedido", "numerodepedido", "ticket", "recibo", "boleta", "folio", "dte",
                "transaccion", "norecibo", "noticket", "noorden", "orden", "ordenno", "notransaccion", "saleid",
                "salesid", "bill", "billno", "idventa", "idfactura", "idpedido", "noventa", "invoiceref", "docno",
                "doc", "nodoc", "numero", "no", "num", "n", "nrofactura", "nrocomprobante", "nrodocumento", "nropedido",
                "serieynumero", "fatura", "orderref", "ordername", "saleno", "nro", "nodeventa", "numerodeventa",
                "cvedoc", "albaran", "remision", "invno", "checkno", "incrementid", "salesrecordnumber", "number",
                "docfacturacion", "docfact", "billingdocument", "nroticket", "nticket",
            ]
        case .productCode:
            [
                "stockcode", "sku", "productcode", "productid", "itemcode", "itemid", "itemno", "code", "codigo",
                "codigoproducto", "codigodeproducto", "codigodelproducto", "codproducto", "codarticulo",
                "codigoarticulo", "codigodearticulo", "referencia", "ref", "clave", "idproducto", "cod", "productno",
                "productnumber", "partno", "partnumber", "articleno", "barcode", "upc", "ean", "codigodebarras",
                "codigobarras", "noarticulo", "codigosku", "skucode", "codart", "lineitemsku", "part", "itemsku",
                "productsku", "variantsku", "itemnumber", "itemnum", "articlenumber", "articulono", "internalreference",
                "referenciainterna", "plu", "isbn", "asin", "claveproducto", "idarticulo", "variantcode",
            ]
        case .description:
            [
                "description", "lineitemname", "productname", "product", "itemname", "item", "itemdescription",
                "descripcion", "producto", "nombreproducto", "nombredelproducto", "nombredeproducto", "articulo",
                "detalle", "concepto", "nombre", "name", "descrip", "descr", "producttitle", "productdescription",
            ]
        case .quantity:
            [
                "quantity", "qty", "units", "cantidad", "cant", "unidades", "uds", "piezas", "quantitysold",
                "unitssold", "qtysold", "cantidadvendida", "unidadesvendidas", "unid", "und", "pzas", "pzs", "count",
                "orderqty", "lineitemquantity", "pcs", "unidadesfacturadas", "ctd", "cdad", "unids", "ud",
                "cantidadentregada", "itemssold", "netqty",
            ]
        case .date:
            [
                "invoicedate", "orderdate", "saledate", "documentdate", "transactiondate", "date", "datetime",
                "timestamp", "fecha", "fechafactura", "fechadefactura", "fechaventa", "fechadeventa", "fechapedido",
                "fechadocumento", "fechayhora", "fechahora", "dia", "fechaemision", "fechadeemision", "femision",
                "emision", "ffactura", "fventa", "createdat", "created", "saleday", "orderedat", "paidat", "soldat",
                "soldon", "fec", "fecemision", "fefactura", "creadoel", "fecfactura", "billingdate", "postingdate",
            ]
        case .time:
            ["time", "invoicetime", "saletime", "hora", "horaventa", "horadeventa"]
        case .unitPrice:
            [
                "unitprice", "price", "unitcost", "listprice", "priceperunit", "precio", "preciounitario", "preciounit",
                "preciou", "pu", "punitario", "preciounidad", "unitsellingprice", "sellingprice", "rate", "pvp",
                "pventa", "precioventa", "preciodeventa", "precioporunidad", "valorunitario", "punit", "punidad",
                "preciounid", "valorunit", "vunitario", "vunit", "importeunitario", "importeunit", "montounitario",
                "lineitemprice", "priceeach", "itemprice", "vrunitario", "vlrunitario", "tarifa", "costedelarticulo",
                "precioneto", "preciofinal", "netprice", "precioconiva",
            ]
        case .amount:
            [
                "linetotal", "totallinea", "totaldelinea", "importetotal", "importe", "amount", "total", "totalprice",
                "lineamount", "extendedprice", "monto", "montototal", "totalventa", "venta", "ventas", "sales", "sale",
                "revenue", "subtotal", "valortotal", "valor", "preciototal", "importelinea", "totalamount", "neto",
                "netsales", "ventasnetas", "grosssales", "ventasbrutas", "itemtotal", "itemcost", "totalitem",
                "vrtotal", "vlrtotal", "imptotal", "valorneto", "importeneto", "netvalue", "netamount",
            ]
        case .customer:
            [
                "customerid", "customer", "customerno", "customercode", "clientid", "client", "cliente", "codcliente",
                "codigocliente", "codigodecliente", "codigodelcliente", "idcliente", "nocliente", "nit", "buyer",
                "soldto", "billto", "custid", "custno", "razonsocial", "billingname", "titular", "solicitante",
                "contactname", "nombretercero", "tercero", "codcli", "customername", "nombrecliente",
                "nombredelcliente", "nombredecliente",
            ]
        case .country:
            [
                "country", "shipcountry", "countryname", "pais", "paisdestino", "paisenvio", "departamento", "region",
                "territory", "territorio",
            ]
        case .discount:
            [
                "discount", "discountrate", "discountpct", "discountpercent", "descuento", "dto", "desc", "dcto",
                "rebaja", "descto", "disc", "off", "montodescuento", "valordescuento", "importedescuento",
                "discountamount", "descuentomonto", "descuentounitario", "discounts", "descuentos",
            ]
        case .category:
            [
                "category", "categoryname", "productcategory", "department", "categoria", "nombrecategoria", "linea",
                "familia", "rubro", "grupo", "seccion", "producttype",
            ]
        case .currency:
            ["currency", "currencycode", "moneda", "divisa", "mon", "curr"]
        }
    }

    var weakNames: [String] {
        switch self {
        case .document: ["consecutivo"]
        case .productCode: ["material"]
        case .description: ["title"]
        case .quantity: ["peso", "kilos", "kg", "kgs", "cajas", "bultos", "litros", "libras", "metros", "items"]
        case .amount: ["imp"]
        case .customer: ["rfc", "ruc", "cuit", "rut", "nif"]
        case .category: ["marca"]
        default: []
        }
    }

    /// What its column is often called; for the fields that a file must have.
    var examples: LocalizedText? {
        switch self {
        case .document: LocalizedText(es: "factura, documento, ticket", en: "invoice, document, receipt")
        case .productCode: LocalizedText(es: "código, SKU, referencia", en: "SKU, product code, item no.")
        case .description: LocalizedText(es: "descripción, producto", en: "description, product")
        case .date: LocalizedText(es: "fecha, fecha de factura", en: "date, invoice date")
        case .unitPrice: LocalizedText(es: "precio, precio unitario", en: "unit price, price")
        case .amount: LocalizedText(es: "importe, total", en: "line total, amount")
        default: nil
        }
    }

    var words: (any: Set<String>, not: Set<String>) {
        let money: Set<String> = [
            "importe", "precio", "price", "total", "monto", "amount", "valor", "descuento", "iva",
        ]
        let other: Set<String> = [
            "fecha", "date", "hora", "tipo", "estado", "status", "type", "observaciones", "notas",
        ]
        switch self {
        case .document:
            let words: Set<String> = [
                "factura", "invoice", "documento", "pedido", "ticket", "recibo", "folio", "boleta", "comprobante",
                "receipt", "order", "orden", "transaccion", "transaction", "registro", "expediente",
            ]
            return (words, money.union(other).union(["cliente", "customer", "linea", "line", "producto", "item"]))
        case .productCode:
            let words: Set<String> = ["sku", "codigo", "code", "cod", "referencia", "barcode", "ean", "upc"]
            return (words, money.union(other).union(ColumnName.ownersOfOtherCodes))
        case .description:
            let words: Set<String> = [
                "descripcion", "description", "producto", "product", "articulo", "item", "concepto", "objeto",
                "detalle",
            ]
            return (words, money.union(other).union(["codigo", "code", "cod", "no", "id", "sku", "categoria"]))
        case .quantity:
            let per: Set<String> = ["por", "per"]
            return (
                ["cantidad", "cant", "ctd", "cdad", "qty", "quantity", "unidades", "units", "uds", "piezas"],
                money.union(other).union(per)
            )
        case .date:
            let not: Set<String> = [
                "vencimiento", "due", "entrega", "delivery", "ship", "shipped", "required", "envio", "pago", "payment",
                "nacimiento", "birth", "caducidad", "expiry", "actualizacion", "updated",
            ]
            return (["fecha", "date", "datetime", "timestamp"], not)
        case .time: return (["hora", "time"], ["fecha", "date"])
        case .unitPrice:
            let not: Set<String> = [
                "total", "lista", "list", "costo", "cost", "linea", "line", "anterior", "compra", "point", "name",
                "group",
                "grupo", "original", "descuento", "discount",
            ]
            return (["precio", "price"], not.union(other))
        case .amount:
            let not: Set<String> = [
                "iva", "tax", "impuesto", "descuento", "discount", "costo", "cost", "saldo", "pagado",
            ]
            let words: Set<String> = ["importe", "total", "monto", "amount", "venta", "revenue"]
            return (words, not.subtracting(["iva"]).union(other))
        case .customer:
            let not: Set<String> = [
                "tipo", "type", "segmento", "fecha", "telefono", "direccion", "email", "correo", "group", "grupo",
            ]
            return (["cliente", "customer", "client", "comprador", "buyer"], not)
        case .country: return (["pais", "country"], ["codigo", "code"])
        case .discount: return (["descuento", "discount", "dto"], other.union(["precio", "price", "sin", "con"]))
        case .category: return (["categoria", "category", "familia"], ["codigo", "code", "id"])
        case .currency: return (["moneda", "currency", "divisa"], ["tasa", "rate", "cambio"])
        }
    }
}
