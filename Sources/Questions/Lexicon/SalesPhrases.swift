/// How sales, their figures and rankings are spoken of.
enum SalesPhrases {
    static let table: [(Concept, String)] = [
        (
            .revenue,
            """
            ingreso, facturacion, dinero, plata, varo, lana, pisto, guita, mosca, billete, billullo, monto, importe
            recaudacion, valor vendido, valor de venta
            revenue, income, turnover, =money, taking, earnings, proceeds, cash, =quetzales, =pesos, =euros, =libras, =dolares
            monetario, en valor, por valor, sales value, value of sales, ventas en valor, by value, sales amount
            amount, dollar sales
            """
        ),
        (
            .revenueVerb,
            """
            facturar, ingresar, recaudar, generar, cobrar, ganar, rendir, =dejan, =deja, =dejo, =dejaron, =dejado
            =dejaba, aportar, rentable, lucrativo, profitable, lucrative, producir, embolsar
            bring in, brought in, earn, gross, make ... money, take in, rake in, generate, =vale mas
            """
        ),
        (
            .units,
            """
            unidad, pieza, pza, pzas, pz, uds, unds, und, ud, articulo vendido, cantidad vendida, cantidad, volumen, en volumen
            unit, =units, piece, =pieces, quantity, qty, volume, items sold, =pcs
            """
        ),
        (
            .orders,
            """
            =frecuente, =frecuentes, =frecuentemente, =frequently, =frequent, =veces
            pedido, =orden, =ordenes, =ords, transaccion, =facturas, =comprobantes, =boletas, =tickets, =compras, =remisiones
            =tiquetes, =tiquets, =tiques, cuanto =operaciones, numero/cantidad/total de operacion
            =orders, =order, transaction, =invoices, =purchases, =receipts, =cuantas =ventas, numero de ventas
            cantidad de ventas, num de ventas
            cuantas vez, most often, con [mas] frecuencia
            =frequency, =frecuencia, how many times, how often, number of sales
            how many sales, sales count, count of sales, order count
            order volume, volume of order, volumen de pedido/orden/compra, cantidad de pedido/factura/orden/compra
            numero de pedido/factura/orden/compra, number of order/purchase/invoice/transaction
            """
        ),
        (
            .averageTicket,
            """
            ticket promedio/medio, tique promedio/medio, tiquet promedio/medio, boleta promedio, =ticket, =tique
            factura promedio/media, promedio de venta
            compra promedio/media, venta promedio/media, pedido promedio/medio, consumo promedio
            gasto promedio/medio, orden promedio
            promedio por/de [cada] compra/venta/pedido/factura/ticket/cliente/orden/transaccion
            promedio x compra/venta/pedido/factura/ticket
            average ticket, avg ticket, average order [value/size], avg order [value/size]
            average basket [value/size], average sale [value]
            average purchase [value/size], average transaction [value/size], average spend, average invoice [value]
            basket size, aov, average check
            mean order value, mean ticket, order value, average value per order/sale/purchase
            average [...] per order/sale/purchase/transaction/ticket
            media por/de pedido/compra/venta/factura
            valor promedio/medio de/por/del [el/los/las/cada] pedido/compra/venta/factura/ticket/orden
            gastar ... en promedio por, gastar en promedio
            compra/pedido/venta/factura/ticket/orden/boleta ... en promedio, purchase/order/sale/ticket ... on average
            on average ... per order/sale/purchase/ticket, =average ... order/sale/purchase/ticket/=orders/=sales/=purchases
            en promedio ... por/cada compra/pedido/venta/factura/ticket/visita, spend on average, spend per order
            spent per order
            cuanto gastar [...] por compra/pedido/visita/ticket
            importe/monto/valor/gasto medio/promedio [por/de] [cada] [pedido/compra/venta/factura/ticket/orden]
            importe/monto/valor promedio ... por/de pedido/compra/venta/factura/ticket/orden
            medio/promedio por pedido/compra/venta/factura/ticket/orden
            promedio ... por pedido/compra/venta/factura/ticket/orden
            """
        ),
        (
            .sale,
            """
            vender, venta, =sales, sell, =sale, =vta, =vtas, =ventitas, =selling, despachar, colocar, =facturado
            demanda, =demand, =shipped, =selled
            facturar, =sacamos, =sacado, =sacaron
            """
        ),
        (
            .returned,
            """
            devolucion, =devuelto, =devuelta, =devueltos, =devueltas, =devolvieron, =devolvio, =returns, =returned
            send/sent back, reembolsado, =cancelaciones, =cancellations, venta/pedido/factura cancelado/anulado
            canceled/cancelled/voided order/sale/invoice
            """
        ),
        (
            .grossSales,
            """
            bruto, en bruto, gross, before returns, antes de devolucion
            sin [descontar/contar/incluir/considerar/restar/tomar] [en] [cuenta] [la/las/los] devolucion/devuelto/cancelacion/anulacion/reembolso
            sin [contar/incluir] [la/las/los] venta/pedido/factura cancelado/anulado/devuelto
            excluir/excepto/salvo [la/las/los] devolucion/devuelto/cancelacion/anulacion/reembolso
            no contar/incluir [la/las/los] devolucion/cancelacion/anulacion/reembolso, =excluyendo [la/las/los] devolucion/cancelacion/anulacion
            =quitando/=quitar [la/las/los] devolucion/cancelacion/anulacion, dejando fuera [la/las/los] devolucion/cancelacion/anulacion
            without/excluding/exclude/excl/ignoring/except/not/no [counting/including] [the/any] return/cancellation/refund
            without/excluding/ignoring [the/any] returned/canceled/cancelled/refunded/voided [order/sale/item/good/invoice]
            """
        ),
        (
            .netSales,
            "neto,=net,descontar devolucion,menos devolucion,net of returns,after returns,despues de devolucion"
        ),
        (
            .goodsOnly,
            """
            solo/solamente producto/mercaderia/mercancia, sin [los] envio/flete/servicio, products only, only products
            goods only, without [the] shipping/postage/services, excluding [the] shipping/postage/services
            """
        ),
        (
            .purchase,
            """
            comprar, gastar, buy, spend, =spent, =bought, =llevaron, =llevan, =llevo, =pidieron, =piden, =pidio
            =pedido, consumir, =ordered, =ordering, =order, =purchased, =compro
            """
        ),
        (
            .soldMost,
            """
            vender/salir/mover/rotar [muy] bien, sell/sold/selling really well
            gustar mas, =popular, =populares, producto/articulo gancho, =hottest, what s hot, =hot right now, hit
            taquillero, =bestsellers, trendy, hot item/product/stuff
            =pegando, like hotcakes, like hot cakes, flying off, fly off, =volando, =vuelan, se vender solo, como ... caliente, =jalando, mas vender
            mas pedir, mas salir
            mas [se/nos/me/les] [se/nos/me/les] [haber/estar] vender/comprar/llevar/pedir/consumir/salir/mover/jalar/rotar/pegar
            best seller, bestseller, bestselling, best sell, top seller, top sell, most sold, most popular
            fast mover, fastest mover, hot seller, fast move, fastest move
            vender/salir/mover/pedir/comprar/rotar/consumir/jalar mas, mejor vendido, mejor vender, mayor rotacion
            mas rotacion, mas demanda, mas demandado, mas solicitado, mas popular, mas buscado
            vender/salir/mover/jalar mejor, hot item/product, biggest seller
            sell/sold/selling [the/their] best/most/well/fastest, =sold =more, =most bought, most order
            mayor demanda, mayor salida, mas salida, mejor salida
            mas gustar, =like =most, like [the] best, favorite, favourite, favorito, preferido, preferir
            buy/bought/order/ordered/purchase/purchased [the] most, =most ... =sold, se vender como ... caliente
            more ... vendido, mas ... vendido, =mas =exitoso, trendiest, best performing, best performer
            top performer, top performing
            """
        ),
        (
            .soldLeast,
            """
            gustar menos, no [se] estar [se] vender/mover/salir/rotar/comprar/pedir, no [se] [nos] vender/rotar/comprar/pedir
            never sell/sold/sells, nunca [se] vender/mover/salir, =unpopular, impopular
            menos vender, menos pedir, menos salir
            menos [se/nos/me/les] [se/nos/me/les] [haber/estar] comprar/llevar/pedir/consumir/salir/mover/vender/jalar/rotar/pegar
            casi no [se/nos] [haber] vender/mover/salir/comprar/pedir
            vender/salir/mover/pedir/comprar/rotar/jalar menos, peor vender, =vender peor, peor vendido
            menor rotacion, menos rotacion, baja rotacion, poca rotacion, menor salida, menos salida, poca salida
            menos demanda, menor demanda
            [casi] nadie [haber] comprar/pedir/llevar/querer, nobody/noone buy/want/order, no one buy/want/order, hardly anyone buy, worst sell, worst seller, slow mover, slowest mover, slow move, slowest move, least sold, least popular
            slow seller, slowest seller, slow selling, slowest selling, least bought, least order, poorest seller
            poor seller
            no [se] [haber] mover/salir/jalar/rotar, no [se] vender nada, lento movimiento, lenta rotacion
            sell/sold/selling [the] least/worst/fewest, sell poorly, barely sell/sold/move/moved/selling
            hardly sell/sold/move/moved, not sell, not move, isn t selling, aren t selling, don t sell, doesn t sell
            didn t sell, not selling
            poco vender, vender/mover/salir/pedir poco, =huesos, =hueso, vender/mover/salir mal, mas lento
            lento de vender, worst performing, worst performer, =bottom, underperform, flop
            buy/bought/order/ordered [the] least, menos gustar, apenas [se] vender/mover/salir, mas flojo
            menos popular, menos ... vendido, quedado sin vender, deadest, least ... sold
            """
        ),
        (
            .most,
            """
            mas, mayor, grueso de, mayor/=buena parte de, bulk of, =most of, lion s share, =maximo, =maxima, =maximos, =most, =highest, =largest, =biggest, =greatest, =heaviest, =bigger, =grande
            """
        ),
        (.least, "menos,menor,=minimo,=minima,=least,=fewest,=lowest,=smallest"),
        (
            .best,
            """
            mejor, =mejores, =best, =busiest, =strongest, =top, estrella, lider, puntero, star, lead, =principales, =principal, =key, =fuertes
            =frecuente, =frecuentes, =fiel, =fieles, =recurrente, =recurrentes, =frequent, =loyal, campeon, =number =one, numero =uno, =no =1, =number =1, =numero =1, =n =1, =nro =1, =num =1, vip, ganador, =winner, =winners, =primeros, =primeras
            """
        ),
        (
            .worst,
            "de abajo,de hasta abajo,from the bottom,peor,=peores,=worst,flojo,rezagado,=ultimos =lugares,=laggards,=weakest,=slowest,=coleros"
        ),
        (
            .ranking,
            """
            ranking, rankear, =rank, =ranks, =ranked, clasificacion, top, podio, =ordenado por, =ordenados por, =ordenadas por, =ordena por, =ordenar por, =ordename por
            ordenado de mayor a menor, de mayor a menor, sort/sorted by, rank/ranked by, =rankeame, =leaderboard, escalafon
            tabla de posiciones
            """
        ),
        (.howMuch, "cuanto,how much,a cuanto,=q =tanto,que tanto,=kuanto,=cto,what did we"),
        (
            .howMany,
            """
            =cuantos, =cuantas, how many, number of, numero de, num de, nro de, cantidad de, =nbr, =ctos, =ctas
            count of, =how =meny
            """
        ),
        (.which, "que,cual,which,what,quien,who,=q,=cuales,=k"),
        (
            .result,
            """
            =nos =fue, nos ir, =how =did =we =do, how d we do, how have we done, how we did, =salimos, =estuvo, =estuvieron, =anduvo, =anduvimos, =anduvieron
            =fueron, cerrar, =cerramos, =cerro
            """
        ),
        (
            .product,
            """
            producto, articulo, item, =product, =products, mercancia, mercaderia, referencia, sku, =prod, =prods
            =arts, =goods, =merchandise, =lineas, =codigos
            """
        ),
        (
            .category,
            """
            categoria, category, rubro, familia, =departamentos, linea de producto, product line, tipo de producto
            =categ, =family, =families, seccion, =tipos, tipo de articulo
            """
        ),
        (
            .customer,
            """
            cliente, customer, client, comprador, buyer, shopper, spender, purchaser, =clienta, consumidor, =clientela, =clients, =cte
            =ctes, cuenta, =accounts, =quien =compra
            """
        ),
        (.country, "pais,country,mercado,=nacion,=naciones,=nation,=nations,=markets,=paises,destino,=market"),
        (
            .byProduct,
            """
            por producto/articulo/item/sku/referencia, x producto/articulo/item, cada producto/articulo/item
            product/item/sku =wise, by product/item/sku/article, per product/item/sku, each product/item/sku, every product/item
            producto por producto, articulo por articulo, product by product, item by item, segun [el] producto
            across product, split by product
            """
        ),
        (
            .byCategory,
            """
            por categoria/rubro/familia/departamento/linea/tipo, por tipo de producto/articulo
            by/per/por/x =cat/=cats, x categoria/rubro/familia, cada categoria/rubro/familia/linea
            category =wise, by [product] category/family/department/line/type, per category/department/family
            each category/department/family, every category, categoria por categoria, segun [la/el] categoria/rubro
            across category, split by category, entre categoria, categorizado
            """
        ),
        (
            .byCustomer,
            """
            por cliente/comprador, x cliente, cada cliente/comprador, by customer/client/buyer/account
            customer/client =wise, per customer/client/buyer/account, each customer/client/buyer, every customer/client, cliente por cliente
            customer by customer, segun [el] cliente, across customer
            """
        ),
        (
            .byCountry,
            """
            por pais/mercado/destino/nacion, x pais/mercado, cada pais/mercado, by country/market/nation/destination
            country/market =wise, per country/market, each country/market, every country/market, pais por pais, country by country
            segun [el] pais, across country/market, por =paises
            """
        ),
        (
            .byMonth,
            """
            por mes, x mes, cada mes, mensual, mensualmente, mes a/con/por/tras/contra/x mes, monthly, month =wise, by month
            per month, each month, every month, month by/over/on/after/to month, mom, =m2m, from month to month
            de mes a/en mes, =meses =a =meses, en [...] que mes, que mes
            """
        ),
        (
            .byWeek,
            """
            por semana, x semana, cada semana, semanal, semanalmente, semana a/con/por/tras/contra/x semana, weekly
            by week, per week, each week, every week, week by/over/on/after/to week, wow, de semana a/en semana
            que semana
            """
        ),
        (
            .byDay,
            """
            por dia, x dia, cada dia, diario, diariamente, dia a/con/por/tras/x dia, daily, by day, per day, each day
            every day, day by/over/to/after day, de dia a/en dia, =todos los dias, por fecha, by date, per date
            que dia, diarias
            """
        ),
        (
            .breakdown,
            """
            desglose, desglosar, separar, dividir, agrupar, detallar, detalle, repartir, distribucion, break down
            breakdown, broken down, split, group, grouped, separate, itemize, itemized, reparto, partir
            """
        ),
    ]
}
