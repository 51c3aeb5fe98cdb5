import Localization

/// What a column of an inventory file can mean. The raw values are the names used by `--map column=field`.
public enum StockField: String, Sendable, CaseIterable, TableField {
    case code
    case name
    case category
    case supplier
    case stock
    case onOrder = "on_order"
    case reorderLevel = "reorder_level"
    case price
    case cost
    case discontinued
    case currency

    var columnNames: [String] {
        switch self {
        case .code:
            [
                "stockcode", "sku", "productcode", "productid", "itemcode", "itemid", "itemno", "code", "codigo",
                "codigoproducto", "codigodeproducto", "codigodelproducto", "codproducto", "codarticulo",
                "codigoarticulo", "codigodearticulo", "referencia", "ref", "clave", "idproducto", "cod", "productno",
                "partno", "partnumber", "barcode", "codigodebarras", "internalreference", "referenciainterna",
                "itemnumber", "itemnum", "articlenumber", "articulono", "plu", "isbn", "asin", "claveproducto",
                "idarticulo", "variantsku", "id",
            ]
        case .name:
            [
                "productname", "name", "itemname", "description", "product", "item", "itemdescription", "articulo",
                "producto", "descripcion", "nombre", "nombreproducto", "nombredelproducto", "nombredeproducto",
                "detalle", "producttitle", "descrip", "descr",
            ]
        case .category:
            [
                "category", "categoryname", "productcategory", "department", "categoria", "nombrecategoria", "linea",
                "familia", "rubro", "grupo", "departamento", "seccion", "producttype",
            ]
        case .supplier:
            ["supplier", "suppliername", "vendor", "vendorname", "proveedor", "nombreproveedor", "fabricante"]
        case .stock:
            [
                "unitsinstock", "stock", "instock", "onhand", "qtyonhand", "quantityonhand", "stockonhand", "quantity",
                "qty", "existencia", "existencias", "stockactual", "inventario", "disponible", "cantidad", "unidades",
                "existenciaactual", "saldo", "currentstock", "stocklevel", "available", "cantidaddisponible",
                "inventoryquantity", "variantinventoryqty", "exist", "existactual", "saldoactual", "uds", "cant",
                "enmano", "libreutilizacion", "qoh", "inventory", "qtyavailable", "quantityavailable",
            ]
        case .onOrder:
            [
                "unitsonorder", "onorder", "qtyonorder", "ordered", "incoming", "enpedido", "pedido", "entransito",
                "encamino", "ordenado", "porllegar", "porrecibir", "pendientederecibir", "unidadespedidas", "intransit",
                "compraspendientes", "pendiente", "pendientes", "porentrar", "ocpendiente", "pendrecibir",
                "pendientederecepcion", "qtyonpo", "onpo", "enorden",
            ]
        case .reorderLevel:
            [
                "reorderlevel", "reorderpoint", "minimumstock", "minstock", "minimum", "safetystock", "nivelreorden",
                "nivelderorden", "niveldereorden", "puntodereorden", "puntoreorden", "puntodepedido",
                "puntodereposicion", "stockminimo", "existenciaminima", "minimo", "min", "inventariominimo",
                "stockdeseguridad", "stockmin", "minqty", "minimumqty", "minimumquantity", "cantidadminima", "qtymin",
                "existenciamin", "puntoderesurtido", "resurtido",
            ]
        case .price:
            [
                "unitprice", "price", "listprice", "saleprice", "sellingprice", "precio", "preciolista",
                "preciodelista", "precioventa", "preciodeventa", "preciounitario", "pvp", "preciopublico", "pventa",
                "punit", "plista", "retailprice",
            ]
        case .cost:
            [
                "cost", "unitcost", "costo", "coste", "costounitario", "costeunitario", "preciocosto", "preciodecosto",
                "preciodecompra", "preciocompra", "pmp", "purchaseprice", "standardprice", "costperitem",
            ]
        case .discontinued:
            [
                "discontinued", "inactive", "obsolete", "descontinuado", "discontinuado", "descatalogado", "inactivo",
                "debaja", "baja", "obsoleto", "suspendido", "isdiscontinued", "activo", "active", "isactive", "vigente",
                "habilitado", "enabled", "estado", "status", "estatus", "situacion",
            ]
        case .currency: ["currency", "currencycode", "moneda", "divisa"]
        }
    }

    var weakNames: [String] {
        switch self {
        case .code: ["material"]
        case .name: ["title", "desc"]
        case .category: ["marca"]
        default: []
        }
    }

    /// What its column is often called; for the fields that a file must have.
    var examples: LocalizedText? {
        switch self {
        case .code: LocalizedText(es: "código, SKU, referencia", en: "SKU, product code, item no.")
        case .name: LocalizedText(es: "producto, descripción", en: "product, description")
        case .stock: LocalizedText(es: "existencia, stock, inventario", en: "stock, units in stock, on hand")
        default: nil
        }
    }

    var words: (any: Set<String>, not: Set<String>) {
        let other: Set<String> = ["fecha", "date", "ubicacion", "location", "observaciones", "notas"]
        switch self {
        case .code:
            let words: Set<String> = ["codigo", "code", "sku", "cod", "referencia"]
            return (words, ColumnName.ownersOfOtherCodes.union(other))
        case .name:
            let not: Set<String> = [
                "codigo", "code", "id", "no", "categoria", "category", "proveedor", "supplier", "option",
            ]
            return (
                ["nombre", "name", "producto", "product", "articulo", "descripcion", "description"], not.union(other)
            )
        case .category: return (["categoria", "category", "familia"], ["codigo", "code", "id"])
        case .supplier: return (["proveedor", "supplier", "vendor"], ["codigo", "code", "id", "telefono", "email"])
        case .stock:
            let not: Set<String> = [
                "minimo", "min", "maximo", "max", "seguridad", "safety", "valor", "value", "pedido",
            ]
            return (["existencia", "existencias", "stock", "inventario", "cantidad", "quantity"], not.union(other))
        case .onOrder: return (["transito", "pedido", "order"], ["punto", "nivel", "point", "level", "fecha", "date"])
        case .reorderLevel: return (["reorden", "reorder", "minimo", "minima", "reposicion"], ["fecha", "date"])
        case .price: return (["precio", "price"], ["costo", "cost", "compra", "total"])
        case .cost: return (["costo", "cost", "coste"], ["total"])
        case .discontinued: return (["descontinuado", "discontinued", "descatalogado"], ["fecha", "date"])
        case .currency: return (["moneda", "currency"], ["tasa", "rate"])
        }
    }
}
