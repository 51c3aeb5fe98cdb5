/// How stock and what must be bought are spoken of.
enum StockPhrases {
    static let table: [(Concept, String)] = [
        (
            .stock,
            """
            vistazo/ojeada/mirada/look a/al/at [el/la/los/las/mi/mis/nuestro/nuestra/the/our/my] almacen/bodega/inventario/stock/existencia/deposito/estanteria/warehouse/inventory
            inventario, stock, existencia, almacen, bodega, =inventory, warehouse, stockroom, on [the] shelf
            on [our/the] shelves, on hand, =shelf, =shelves, =estante, =estantes, =anaquel, anaqueles, estanteria
            mercaderia en bodega
            disponibilidad, disponible, available, availability, =stocks, =stocked, inventariado, =stk, =invent
            deposito, storeroom, trastienda, in the back
            mercaderia/mercancia/producto guardado/parado/almacenado/disponible, =inv
            """
        ),
        (
            .stockValue,
            """
            valer, valor, costar, =worth, =value, =valued, =valuation, valorizado, valorizacion, valorado, capital
            dinero/plata/pisto/lana/capital/guita/varo ... parado/invertido/amarrado/metido/inmovilizado/congelado/detenido/guardado
            tied up, money/cash/capital ... tied/sit/sitting/locked/invested/stuck, invertir, invertido, inmovilizado
            amarrado, =costo, =cost, lana/plata/pisto/dinero metido, sitting in, cuanto ... en dinero, valuado, a precio/valor de, al costo, a costo, =at cost
            at list/retail/cost price
            """
        ),
        (
            .have,
            """
            tener, quedar, haber, con cuanto ... contar, have, =got, =has, sobrar, left, restar, remain, contar con, =ay, =tenes, carry, =remaining
            """
        ),
        (
            .existence,
            """
            aun/todavia [nos/me] tener/quedar/haber, ya no haber, still have/carry/got, =hay, =tenemos, =quedan
            =queda, =tengo, nos quedar, me quedar, do we [still] have, are there any, is there any, have we got
            =any =left, =any, have left, in our stock
            """
        ),
        (
            .outOfStock,
            """
            agotado, agotar, sin [nada/ninguna] [de] stock/existencia/inventario, sin unidad, en cero, en 0
            cero stock, cero existencia/unidad, quedarse sin, quedar en cero/ceros, quedar sin, =quedamos =sin
            =quedo =sin, =quedaron =sin, se acabar, =acabaron, =acabo, =acabado, acabado
            out of stock, stock out, stockout, stocked out, sold out, ran out, run out, have run out, =oos
            we =are/=re/be out of, =are we out of, =out =of anything, zero stock, no stock, zero units, zero inventory, no inventory, none left, nothing left, out of inventory
            ya no [nos/me] haber/quedar/tener, no [nos/me] quedar nada, no quedar, no haber [nada] [en], no tener
            no tener [nada] en, se terminar, =terminaron, faltante, faltar, desabasto, desabastecido
            quiebre de stock, rotura de stock, ruptura de stock, agotamiento, depleted, unavailable
            sin disponibilidad, nada en bodega, missing from stock, completely gone, empty shelves, vacio
            =0 existencias, =0 unidades, =0 stock, stock [en/de/=is/at] =0/cero/zero, existencia [en] =0/cero
            en cero existencia
            """
        ),
        (
            .lowStock,
            """
            quedar corto, andar corto
            bajo en/de stock/inventario/existencia, bajo stock, bajo inventario, stock bajo, inventario bajo
            existencia bajo, poco stock, poco inventario, poco existencia, poca unidad, poco unidad, quedar poco
            haber poco, tener poco, quedar poquito, quedar muy poco, nos quedar poco
            por agotar, a punto de agotar/acabar/terminar/quedar, por acabar, por terminar
            se [nos/me] estar acabar/agotar/terminar, acabando, agotando, =acabandose, =terminandose, =agotandose
            terminando, =escaseando, escasear, escaso, escasez, estar acabar
            low stock, low on [stock/inventory], run low, running low, runs low, low in stock, low inventory
            almost out, nearly out, about to run out, running out, run short, running short, short on stock
            short supply, close to running out, =low, critically low, get low, getting low, almost gone, nearly gone
            going to run out, about to sell out, low level, dwindle
            abajo de/del [el/su/nivel/punto/minimo], en el minimo, en minimo, en el nivel minimo, at [or/the/its/their] [below] minimum
            at or below, at or under
            debajo de/del [el/su/nivel/punto/minimo], por debajo de/del, bajo el minimo, bajo minimo, bajo el punto
            debajo de/del [su/el/nivel] [punto/nivel/minimo] [de] reorden/pedido/reposicion/reabastecimiento
            below [the/their/its] reorder point/level/threshold, under [the/their] reorder point/level
            below [the] [reorder/minimum], under [the] [reorder/minimum], below minimum, under minimum, stock minimo
            nivel minimo, stock critico, nivel critico, critico, en rojo, nivel bajo, =bajos, =baja existencia
            proximo a agotar, pronto a agotar, cerca de agotar, casi agotado, casi [se] acabar, casi sin
            casi en cero, casi no [nos/me] quedar/tener/haber, ya mero [se] acabar
            ya casi [se/no] acabar/agotar/terminar/haber/quedar, beneath [the], less than [the] minimum, corto de
            at risk of running out, ir acabando, ir terminando, van a acabar, va a acabar, por quedarse sin
            =ultimas =unidades, =ultimas =piezas, =last =units
            """
        ),
        (
            .discontinued,
            """
            descontinuar, discontinuar, descontinuado, discontinuado, dado de baja, dar de baja, de baja
            fuera de catalogo, fuera de linea, fuera de produccion, obsoleto, retirado
            ya no [se] vender/manejar/trabajar/producir/fabricar/comercializar/ofrecer
            dejar de vender/manejar/trabajar/vendido, dejar de vender
            discontinue, phased out, phase out, retired, no longer sold/sell/carry/carried/offer/offered/available
            obsolete, end of life, delist, delisted, stop sell, stopped selling, stopped carrying, inactivo, inactive
            don t sell anymore, not sold anymore, salido de catalogo, =descatalogados, =descatalogado, descatalogado
            """
        ),
        (
            .notMoving,
            """
            stock/inventario/mercaderia/mercancia/producto/articulo muerto/estancado/dormido/inmovil/detenido
            stock/inventario parado, dead stock/inventory/item/product/goods, stale/idle stock/inventory
            no [se] [me/nos] [estar/haber] mover, not move, don t move, doesn t move, aren t move, isn t move, haven t move
            hasn t move, sin movimiento, without movement, no movement
            """
        ),
        (
            .reorder,
            """
            reordenar, reorden, reabastecer, reabastecimiento, reabasto, resurtir, resurtido, reponer, reposicion
            reaprovisionar, reaprovisionamiento, restock, reorder, replenish, replenishment, restocking, surtir
            =surtido, =resurtimiento, abastecer, abastecimiento, rellenar
            pedido sugerido, pedido/orden/compra a/al proveedor, orden de compra, lista de compra
            sugerencia de compra/pedido/reposicion, compra sugerido, sugerido de compra/pedido, plan de compra
            purchase plan, buying list, shopping list, suggested order, suggested purchase, purchase list, buy list
            order list, ordering list, purchase suggestion, order suggestion, restock list, reorder list
            purchase order, lista de pedido
            top up, sugerencia/propuesta/plan/lista/listado/recomendacion/sugerido/calculo de/para compra/pedido/comprar/pedir/reposicion/reorden
            sugerencia/propuesta/plan/lista/listado/recomendacion de reabastecimiento/resurtido/surtido/encargo
            purchase/order/buying/purchasing/ordering/restock/replenishment suggestion/recommendation/proposal/plan/list
            armar/preparar/calcular/sugerir/proponer/recomendar el/un/los pedido, punto de reorden/pedido
            reorder quantity, order quantity, cantidad a pedir/comprar/reponer
            """
        ),
        (
            .buyNeed,
            """
            cuanto ... =pido/=encargo/=compro/=pedimos/=encargamos, need/needs buying/purchasing/restocking/refilling
            faltante por/de/para comprar/pedir/compra, =por =comprar/=pedir/=encargar/=surtir
            cuanto ... =pedir/=comprar/=encargar/=reponer/=ordenar, how much/many ... to order/buy, to order
            recomendar/sugerir/aconsejar pedir/comprar/encargar/surtir/reponer/ordenar, due for, need a refill
            deber/necesitar/haber/tener [que] hacer [el/un] pedido, =para =pedir/=comprar/=encargar/=surtir/=reponer
            =que =comprar/=pedir/=encargar/=ordenar/=adquirir/=reponer
            haber que volver a pedir/comprar/encargar/traer, volver a pedir/comprar/encargar
            que ... pedir/comprar/encargar/ordenar/solicitar/adquirir/traer a/al proveedor
            que [le] =pido/=compro/=encargo/=ordeno/=pedimos/=compramos/=encargamos
            haber que pedir/comprar/encargar/ordenar/traer/mandar
            tener que pedir/comprar/encargar/ordenar/traer/mandar, deber pedir/comprar/encargar/ordenar/traer
            necesitar pedir/comprar/encargar/ordenar/traer, convenir pedir/comprar/encargar/traer
            tocar pedir/comprar/encargar, urgir pedir/comprar/encargar, falta pedir/comprar
            faltar por pedir/comprar/encargar, =toca =pedir, poder pedir, querer pedir, ocupar pedir/comprar
            ocupar encargar, me urgir, =nos =urge, =urge
            need to buy/order/purchase/restock, should [i/we] [be] buy/order/purchase/ordering/buying
            have to buy/order/purchase, must [i/we] buy/order, =must order, what to buy/order/purchase, to order more
            to buy more, needs ordering, need ordering, order more of, buy more of, order from [our/the/my] supplier
            get from supplier, order more, buy more, order next, buy next, shall we order/buy, ought to order/buy
            need reordering, needs to be ordered, need to be ordered, to be ordered, to be bought, going to need
            stock up, order soon, run out soon
            """
        ),
        (
            .safetyFactor,
            """
            factor de seguridad, factor seguridad, factor, safety factor, safety stock, safety margin, safety
            margen de seguridad, margen, margin, buffer, cushion, colchon, holgura, extra, =sf, stock de seguridad
            reserva, inventario de seguridad, safety buffer, de mas, seguridad, coeficiente, multiplicador
            factor de reposicion, padding, headroom
            """
        ),
        (
            .leadTime,
            """
            lead time, lead, plazo de entrega, plazo, tiempo de entrega, entrega, entregar, tardar, demorar, demora
            llegar, delivery, deliver, take, arrive, =arrives, tiempo de espera, tiempo de reposicion
            proveedor ... tardar, =leadtime, =lt, turnaround, se tardar, delay, durar, traer, surten
            """
        ),
    ]
}
