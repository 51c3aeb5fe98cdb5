/// What the shop sells. Prices are in centavos of a quetzal; they, the names and the shop are invented.
struct Catalogue {
    struct Item {
        let code: String
        let name: String
        let category: String
        let supplier: String
        let price: Int
        let cost: Int
        /// How often it is bought, relative to the others.
        let popularity: Int
        let season: Season
        /// No longer sold in the last year.
        let isDiscontinued: Bool
    }

    /// When an article sells best.
    enum Season {
        case always, school, rain, holidays
    }

    let items: [Item]

    init() {
        var items: [Item] = []
        for shelf in Self.shelves {
            for (index, article) in shelf.articles.enumerated() {
                let number = String(index + 1)
                items.append(
                    Item(
                        code: shelf.prefix + "-" + String(repeating: "0", count: 3 - number.count) + number,
                        name: article.name,
                        category: shelf.category,
                        supplier: shelf.supplier,
                        price: article.price,
                        cost: article.price * shelf.costPercent / 100,
                        popularity: article.popularity,
                        season: article.season ?? shelf.season,
                        isDiscontinued: article.isDiscontinued
                    )
                )
            }
        }
        self.items = items
    }

    private struct Shelf {
        let prefix: String
        let category: String
        let supplier: String
        let costPercent: Int
        var season = Season.always
        let articles: [Article]
    }

    private struct Article {
        let name: String
        let price: Int
        let popularity: Int
        var season: Season?
        var isDiscontinued = false

        init(_ name: String, _ price: Int, _ popularity: Int, _ season: Season? = nil, discontinued: Bool = false) {
            self.name = name
            self.price = price
            self.popularity = popularity
            self.season = season
            isDiscontinued = discontinued
        }
    }

    private static let shelves: [Shelf] = [
        Shelf(
            prefix: "ABA",
            category: "Abarrotes",
            supplier: "Distribuidora El Sauce",
            costPercent: 78,
            articles: [
                Article("Arroz blanco 1 lb", 550, 95), Article("Frijol negro 1 lb", 775, 90),
                Article("Azúcar morena 5 lb", 2_450, 70), Article("Aceite de girasol 750 ml", 2_350, 60),
                Article("Harina de maíz 2 lb", 1_350, 65), Article("Pasta para sopa 200 g", 375, 80),
                Article("Sal yodada 1 lb", 225, 45), Article("Avena en hojuelas 400 g", 1_125, 40),
                Article("Salsa de tomate 106 g", 325, 75), Article("Atún en agua 140 g", 1_175, 50),
                Article("Consomé de pollo, caja de 12", 1_450, 35), Article("Miel de abeja 500 g", 4_200, 18),
            ]
        ),
        Shelf(
            prefix: "BEB",
            category: "Café y bebidas",
            supplier: "Beneficio Las Nubes",
            costPercent: 66,
            articles: [
                Article("Café molido de Huehuetenango 1 lb", 6_500, 55),
                Article("Café en grano de Cobán 1 lb", 7_200, 32),
                Article("Café instantáneo 100 g", 3_450, 40), Article("Té de manzanilla, 25 sobres", 1_450, 30, .rain),
                Article("Té de jamaica, 25 sobres", 1_500, 26), Article("Chocolate de mesa 300 g", 2_100, 38, .rain),
                Article("Agua pura 600 ml", 450, 85), Article("Agua pura, garrafón", 1_800, 60),
                Article("Refresco de tamarindo 500 ml", 700, 42), Article("Jugo de naranja 1 l", 1_650, 36),
                Article("Atol de elote en polvo 400 g", 1_550, 25, .rain),
                Article("Horchata en polvo 400 g", 1_600, 20, discontinued: true),
            ]
        ),
        Shelf(
            prefix: "DUL",
            category: "Dulces y galletas",
            supplier: "Dulcería Santa Rosalía",
            costPercent: 64,
            articles: [
                Article("Galletas de avena 240 g", 1_250, 55), Article("Galletas saladas, 8 paquetes", 1_350, 60),
                Article("Canillitas de leche, docena", 1_800, 28), Article("Cocadas, media docena", 1_500, 22),
                Article("Mazapán, caja de 12", 2_400, 20, .holidays), Article("Chocolate con manía 45 g", 650, 50),
                Article("Caramelos surtidos 400 g", 1_950, 34, .holidays),
                Article("Bombones rellenos, bolsa", 2_150, 24),
                Article("Turrón de ajonjolí 150 g", 2_250, 14, .holidays),
                Article("Pepitoria, cuatro piezas", 1_000, 16),
                Article("Chicles de menta, caja", 900, 30), Article("Barra de granola 35 g", 575, 44),
            ]
        ),
        Shelf(
            prefix: "LIM",
            category: "Limpieza",
            supplier: "Químicos del Valle",
            costPercent: 68,
            articles: [
                Article("Detergente en polvo 1 kg", 2_275, 55), Article("Cloro 1 l", 1_050, 60),
                Article("Desinfectante de lavanda 1 l", 1_850, 46), Article("Jabón de lavar, bola", 425, 65),
                Article("Lavaplatos en pasta 425 g", 1_275, 48), Article("Suavizante de telas 850 ml", 2_350, 30),
                Article("Limpiavidrios 500 ml", 1_950, 18), Article("Escoba plástica", 2_800, 16),
                Article("Trapeador de hilo", 3_250, 14), Article("Bolsas para basura, rollo de 20", 1_650, 38),
                Article("Esponja doble uso, par", 850, 40), Article("Ambiental en aerosol 360 ml", 2_450, 20),
            ]
        ),
        Shelf(
            prefix: "HIG",
            category: "Higiene personal",
            supplier: "Comercial Quetzaltenango",
            costPercent: 70,
            articles: [
                Article("Papel higiénico, 4 rollos", 1_575, 75), Article("Jabón de tocador 110 g", 650, 62),
                Article("Champú de sábila 400 ml", 3_350, 34), Article("Pasta dental 100 ml", 1_475, 52),
                Article("Cepillo dental suave", 1_125, 34), Article("Desodorante de barra", 2_475, 30),
                Article("Toallas sanitarias, 10 unidades", 1_350, 38),
                Article("Pañales talla M, 20 unidades", 5_950, 26),
                Article("Toallitas húmedas, 80 unidades", 2_050, 28), Article("Crema para manos 200 ml", 2_650, 20),
                Article("Alcohol en gel 250 ml", 1_850, 18), Article("Rasuradora desechable, par", 1_250, 24),
            ]
        ),
        Shelf(
            prefix: "PAP",
            category: "Papelería",
            supplier: "Papelera Chimaltenango",
            costPercent: 60,
            season: .school,
            articles: [
                Article("Cuaderno de 100 hojas, cuadros", 975, 70), Article("Cuaderno de 100 hojas, líneas", 975, 72),
                Article("Lápiz de grafito, docena", 1_650, 40), Article("Lapicero azul", 275, 75),
                Article("Crayones, caja de 24", 2_650, 38), Article("Marcadores, estuche de 12", 3_450, 26),
                Article("Goma blanca 250 g", 1_150, 32), Article("Tijera escolar", 1_275, 28),
                Article("Papel bond carta, resma", 4_250, 36, .always), Article("Cartulina blanca", 350, 44),
                Article("Mochila escolar", 16_500, 14), Article("Diccionario escolar", 8_500, 8, discontinued: true),
            ]
        ),
        Shelf(
            prefix: "HOG",
            category: "Cocina y hogar",
            supplier: "Importadora Los Volcanes",
            costPercent: 58,
            articles: [
                Article("Comal de barro", 6_800, 10), Article("Olla de aluminio 4 l", 14_500, 9),
                Article("Sartén antiadherente 24 cm", 13_900, 11),
                Article("Juego de cuchillos, tres piezas", 8_900, 10),
                Article("Vaso de vidrio, media docena", 5_400, 15),
                Article("Taza pintada a mano", 4_500, 22, .holidays),
                Article("Termo de acero 1 l", 12_500, 13, .rain), Article("Recipiente con tapa 1.5 l", 2_450, 24),
                Article("Mantel de hule 1.5 m", 4_800, 10), Article("Candela aromática", 2_900, 26, .holidays),
                Article("Bombilla LED 9 W", 1_850, 36), Article("Molinillo de madera", 3_200, 6, discontinued: true),
            ]
        ),
        Shelf(
            prefix: "FER",
            category: "Ferretería",
            supplier: "Ferretera La Antigua",
            costPercent: 62,
            articles: [
                Article("Clavo de 2 pulgadas, libra", 900, 28), Article("Cinta de aislar", 750, 30),
                Article("Martillo de uña", 6_500, 9), Article("Desarmador de estrella", 2_200, 14),
                Article("Alicate universal", 5_900, 9), Article("Brocha de 2 pulgadas", 1_450, 18),
                Article("Pintura blanca, galón", 15_500, 10), Article("Silicón transparente 280 ml", 3_250, 16, .rain),
                Article("Candado de 40 mm", 5_200, 14), Article("Lazo de nailon, metro", 350, 24),
                Article("Nailon para techo, metro", 1_250, 14, .rain), Article("Llave de chorro de bronce", 4_850, 11),
            ]
        ),
        Shelf(
            prefix: "ART",
            category: "Textiles y artesanía",
            supplier: "Cooperativa Ixchel",
            costPercent: 55,
            season: .holidays,
            articles: [
                Article("Servilleta bordada", 3_500, 22), Article("Camino de mesa de Totonicapán", 14_800, 10),
                Article("Frazada de Momostenango", 32_500, 7, .rain), Article("Bolsa tejida mediana", 9_500, 16),
                Article("Monedero de tela típica", 2_500, 28), Article("Muñeca quitapenas, caja de seis", 2_800, 30),
                Article("Máscara de madera", 18_500, 5), Article("Sombrero de palma", 6_500, 9),
                Article("Faja tejida", 7_800, 8), Article("Collar de semillas", 3_900, 18),
                Article("Barrilete decorativo", 4_500, 12), Article("Rebozo de algodón", 21_000, 5, discontinued: true),
            ]
        ),
        Shelf(
            prefix: "MAS",
            category: "Mascotas",
            supplier: "Agropecuaria El Pastor",
            costPercent: 72,
            articles: [
                Article("Alimento para perro 4 lb", 4_650, 30), Article("Alimento para perro 30 lb", 27_500, 10),
                Article("Alimento para gato 3 lb", 4_950, 22), Article("Alpiste 1 lb", 950, 18),
                Article("Arena para gato 10 lb", 4_500, 16), Article("Collar para perro", 3_500, 9),
                Article("Correa de nailon", 4_200, 8), Article("Champú para mascota 250 ml", 3_250, 10),
                Article("Plato de acero", 2_800, 8), Article("Juguete de cuerda", 2_300, 9),
                Article("Jaula mediana", 18_500, 3), Article("Concentrado para gallina 5 lb", 2_350, 20),
            ]
        ),
    ]
}
