/// What families of goods are called in both languages, beside the name the shop gives them.
enum CategoryNames {
    struct Entry: Sendable {
        let name: String
        let spoken: [String]
    }

    static let entries: [Entry] = table.split(whereSeparator: \.isNewline).map { line in
        let parts = line.split(separator: ":").map(String.init)
        return Entry(name: parts[0], spoken: parts[1].split(separator: ",").map(String.init))
    }

    private static let table = """
        Beverages:bebida,beverage,drink,refresco,licor,trago,soft drink,bebestible
        Condiments:condimento,condiment,salsa,sauce,especia,spice,aderezo,seasoning,sazonador
        Confections:confection,reposteria,dulce,postre,golosina,confiteria,sweet,candy,dessert,confectionery,pasteleria,candies,confite
        Dairy Products:lacteo,producto lacteo,dairy,dairy product,queso,cheese,lacticinio,derivado de la leche
        Grains/Cereals:grano,cereal,grain,granos y cereales,grains and cereals,cereales y granos,grano basico
        Meat/Poultry:carne,meat,poultry,ave,carnes y aves,meat and poultry,pollo,embutido,carne y pollo,meats,carnico,aves y carne
        Produce:=produce,frutas y verduras,fruta y verdura,verdura,vegetal,hortaliza,fruta,fruits and vegetables,vegetable,fruit,fruits and veggies,veggie,vegetales y frutas,verduras y frutas
        Seafood:seafood,marisco,pescado,pescados y mariscos,mariscos y pescados,fish,pescaderia,shellfish,producto del mar
        """
}
