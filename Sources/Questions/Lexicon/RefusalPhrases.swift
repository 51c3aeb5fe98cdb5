/// What is no question for this shop: attacks, changes, messages, forecasts, the rest of the world.
enum RefusalPhrases {
    static let table: [(Concept, String)] = [
        (
            .attack,
            """
            =prompt, your hidden, your rules, tus reglas, system instructions, tu configuracion, your configuration
            =secretos, secretos del, your secrets
            drop table/database, drop the, =union =select, =union =all, =select =from, select ... from, insert into
            delete from, truncate table, alter table, update ... set, =or =1 =1, =xp, =exec, =sqlmap, =script =alert
            javascript, =rm =rf, =etc =passwd, =sudo, =or =true, having =1, group by =1, =pragma, attach database
            =sleep
            olvidar ... reglas/instrucciones/indicaciones/anterior/ordenes/restricciones
            ignorar ... reglas/instrucciones/indicaciones/anterior/ordenes/restricciones/todo
            ignore ... instruction/rule/previous/prompt/everything/restriction/guideline/safety
            forget ... instruction/rule/previous/everything/prompt
            disregard ... instruction/rule/previous/everything/prompt/all
            override ... instruction/rule/safety/restriction, bypass, =jailbreak, saltarse ... reglas
            salta ... reglas/restricciones, sin restricciones, without restrictions, no restrictions, developer mode
            modo desarrollador, modo administrador, admin mode, debug mode, modo dios, god mode, modo debug
            prompt del sistema, system prompt, tu prompt, your prompt, initial prompt, instrucciones internas
            internal instructions, your instructions, tus instrucciones, mensaje de sistema, system message
            pretend [to/that/you/=youre], fingir, haz de cuenta que sos/eres, haz como si, act as, actuar como
            role play, roleplay, hackear, =hack, exploit, inyeccion, injection, you are now, =ahora =eres
            a partir de ahora eres, simulate, simular que, eval
            ejecutar [el/este/un/esta] [comando/codigo/script/sql/consulta/query]
            run [the/this/a] command/query/script/code/sql, execute, shell, comando de sistema, base64
            """
        ),
        (
            .secret,
            """
            contrasena, la clave, =claves, mi clave, tu clave, su clave, clave de admin/acceso/administrador
            password, passwd, passphrase, credencial, credential, api key, apikey, secret key, =token, =tokens
            clave secreta, llave privada, clave privada, private key, connection string, cadena de conexion
            numero de tarjeta, tarjeta de credito, credit card, =root, llave de api, llaves del
            environment variables, variables de entorno, source code, codigo fuente, =env
            """
        ),
        (
            .destroy,
            """
            borrar, eliminar, vaciar, destruir, suprimir, truncar, resetear, reiniciar, formatear, =delete, =deletes
            =deleting, =erase, =wipe, =remove, =purge, =truncate, =destroy, =reset, =clear, =empty, =drop, =restart, =reboot, =limpia
            limpiar, =deshacete, =tira, =quita, =quitar, =quitale, =quite, dar de baja a/al/el/la, =dale =de =baja
            =discontinue, =shut, apagar, apaga, shut down, shutdown, desactivar, =kill, deshacer, depurar, revertir
            =undo, =revert
            """
        ),
        (
            .change,
            """
            =deja/=dejar/=deje el/la stock/precio/inventario/existencia
            insertar, =insert, =cierra, =cerra, =close, ingresar un/una, dar de alta, =sumale, =anota, =anotame
            =apunta
            cambiar, modificar, actualizar, editar, corregir, alterar, ajustar, fijar, rebajar, =sube, =subele, =subi
            =subile, =subir, =suba, =subale, =subiles, =subeles, =baja, =bajale, =bajar, =baje, =bajeles, =bajales
            =bajele, =pon, =ponle, =pone, =ponele, =poner, =ponga, =pongale, =ponles, =poneles, duplicar, cancelar
            anular, registrar, devolver, reembolsar, aplicar, transferir, pagar, cobrarle, =fusiona, =fusionar, =fusione, =combina, =une, =junta, meter, =echa, =echale, =echenle, =aumenta, =aumentale, =aumentar, =incrementa, =incrementar, =reduce, =reduci
            =reducir, =reducile, =disminuye, =disminui, =disminuir
            =dale/=dele/=dales/=deles/=denle/hacer/otorgar/conceder ... ... descuento/rebaja/reembolso, give/grant/offer ... ... discount/refund
            =haz/=hace/=hazle/=hacele/=pon/=manda un/una pedido/orden
            =genera/=generame/=emite/=emitime/=haz/=hazme/=haceme/=elabora/=crea una/la/un [nuevo] factura/cotizacion/recibo/proforma/boleta
            depositar, contratar, =comprale, =comprales, =comprele, =compreles, =compranos, =encargale, =encarguele
            =pidele, =pedile, =pidale, =pideles, =pediles
            despedir, crear, agregar, anadir, =agregale, =sumale, =resta, =restale, =descuentale, =descontale, =marca
            =marcar, =marcame, aprobar, autorizar, colocar, =haz =el =pedido, =realiza, realizar, emitir, =hazle
            =hacele, =hace =el =pedido, =asigna, asignar, renombrar, =mueve, =mover, =move, =transferi, =dejalo
            =dejala, =dale, descontar, congelar, bloquear
            =change, =set, =update, =modify, =edit, =raise, =lower, =increase, =decrease, =adjust, =cancel, =refund
            =void, =create, =add, =apply, =mark, =transfer, =pay, =charge, =rename, =fix, =correct, =place, =register
            =approve, =assign, =hire, =fire, =double, =replace, =merge, =block, =issue, =enter, =cut, =discount
            =overwrite, =bump, =write =off, =restore
            """
        ),
        (
            .changeable,
            """
            precio, price, =pricing, stock, existencia, inventario, inventory, factura, invoice, pedido, =orden
            =order, cliente, customer, producto, product, articulo, item, =registro, =registros, record, =records
            usuario, =user, =users, cuenta, account, descuento, =discount, =iva, =tax, proveedor, supplier, venta
            =sale, transaccion, transaction, nombre, =name, direccion, address, impuesto, salario, sueldo, salary
            empleado, employee, pago, payment, =compra, nota de credito, credit note, unidad, =units, =unit, cantidad
            quantity, categoria, category, devolucion, reembolso, =refund, reorder level, nivel de reorden, =ventas
            =sales, =costo, =cost, oferta, promocion, promotion, coupon, cupon, =table, =tabla, =tablas, =row, =rows
            =fila, =filas, =column, =columna, permiso, =precios, =prices, =fecha, =date, =total, =monto, =discounts
            limite, caja, box, carton, bodega, warehouse, tarima, pallet, =dolares, =dollars, =quetzales, =pesos, =euros
            dinero, money, plata
            """
        ),
        (
            .wholeData,
            """
            base de datos, =database, =db, =bd, =tablas, =tabla, =tables, =table, todo los datos, =datos, =data
            todo lo, =registros, =records, historial, =history, =archivo, =archivos, =files, =file, =respaldos
            =backup, =backups, =logs, =bitacora, =servidor, =server, =sistema, =system, =todo, =everything
            =documentos, =documents, =usuarios, =users, =ventas, =sales, =informacion, =carpeta, =folder, =disco
            =indice
            """
        ),
        (
            .forecast,
            """
            si seguir/=sigo/=seguimos ... asi/vender/vendiendo/igual, at this rate/pace, a este ritmo/paso
            ir a estar/costar/valer/quedar/pasar/haber/ser/llegar/alcanzar/mejorar/empeorar/caer/aumentar/pedir
            creer que, do you think, que tan probable, how likely, podriamos vender/facturar
            poder llegar a vender/facturar
            pronostico, pronosticar, prediccion, predecir, =predice, =predigas, =predecime, proyeccion, proyectar
            =forecast, =forecasts, =forecasting, =predict, =prediction, =projection, =projected, =estimate
            estimacion, =preve, prever, previsto, a futuro, en el futuro, in the future, =expect, =expected
            ir a vender/facturar/comprar/ganar/crecer/ingresar/tener/necesitar/cerrar/subir/bajar/salir, =will
            =would, =gonna, adivinar, =adivina, venderemos, facturaremos, venderan, =ganaremos, =tendremos, =sera
            =seran, going to sell, going to make, going to be, que esperar, se esperar, likely to sell, =llegaremos
            =llegara, =alcanzaremos, =podremos, =podriamos, =venderiamos, =habra, =pasara, =pasaria, what if
            y si [...] subo/bajo/subimos/bajamos, =futuro, =future, por venir
            """
        ),
        (
            .message,
            """
            whatsapp, wasap, por whats, un whats, al whats, correo, email, =e =mail, =mail, =sms, mensaje, =message, telegram, slack, =tweet
            tuit, tuitear, facebook, instagram, =twitter, tiktok, avisar, notificar, =notify, llamar, =call, =text
            =phone, =publica, publicar, =post =on, =post =this, =post =a, reenviar, =forward, =remind, recordar
            =recuerdame, =recordame, recordatorio, reminder, agendar, =schedule, =invite, =invita, =remitir, linkedin
            comunicar a, comunicale, =mensajito, contactar, =contact, decir a/al, =dile, =decile, =digale, =escribile
            =escribele, =escribale, =mandale, =mandarle, =enviale, =enviarle, =mandales, =enviales, =pasale, =pidele
            =pedile, =pidale, =tell =the, =tell =our, =tell =my, =ask =the, =ask =our, =ask =my, =inform =the
            =inform =our, =let =the, =fax, =llamale, =llama, =send =it, =send =them, =send =him, =send =her
            =send =this, =send =a, =send =an, =send =the, =send =our, =send =to
            """
        ),
        (
            .foreign,
            """
            cuanto ganar el/la/un/una/mi/los/las gerente/jefe/vendedor/empleado/director/cajero/contador/dueno
            how much do ... manager/boss/employee/ceo/staff/cashier earn/make, are you a/an/human/real/alive, tu/your creador/creator/maker/nombre/name, como te llamar, =eres/=sos un/una/humano/real
            =calorias, =calories, convertir/convert ... =euros/=dolares/=dollars/=libras/=pounds/=pesos/=quetzales/=yen a/to
            =aeropuerto, =airport, =gdp, =pib, bajar de peso, que opinar de/del/sobre, what do you think of/about, =ver en tv, que precio [le] poner, deber cobrar, should i/we charge, a cuanto [lo/la/le] [deber] vender/=vendo
            a como [lo/la] vender/=vendo, =gimnasio, =euro, apple stock, tesla stock, =ceo, elon musk, =hincha, =equipo de futbol
            =inglaterra vs, =ver en, =dieta, =pelis, =peli, =vacuna, =divorcio, =examen, =universidad, =masaje, =cita
            =cerveza artesanal en casa, =mecanico, =terremoto, =volcan, =huracan, =eclipse, =papa francisco
            =religion, =biblia
            clima, como se decir, how do you say, =que =significa, what stocks, =llover, =llueve, =lluvia, =temperatura, weather, =rain, =temperature, =sunny, =forecast =tomorrow
            poema, poesia, poem, cancion, =song, =lyrics, =letra =de, chiste, joke, =cuento, =historia =de, =story
            =adivinanza, =riddle, pelicula, movie, =film, =serie =de, =netflix, =spotify, musica, =music, libro
            =book, =novela, receta, recipe, cocinar, =cook, restaurante, restaurant, =almuerzo, =cena, =dinner
            =lunch, hotel, vuelo, =flight, =flights, =viaje, =travel, =trip, =vacaciones, =vacation, futbol, el/un partido, partido de, =partidos
            =mundial, =world =cup, =messi, =soccer, =football, =gol, =equipo, =match, =liga, =campeonato, =barcelona
            =real =madrid, horoscopo, horoscope, =signo, =zodiaco, =loteria, lottery, =bitcoin, =crypto, criptomoneda
            =ethereum, =bolsa =de =valores, stock market, stock price, =acciones, =accion, en la bolsa, descubrir
            =discovered, =descubrio, =invented, =shares, =dolar, exchange rate, tipo de cambio, presidente, president
            =elecciones, =election, =politica =nacional, =gobierno, =guerra, =war, =noticias, =news, capital de
            capital of, =traduce, =traduceme, =traducime, =traducir, =traduzca, =traducilo, =translate, =translation
            =codigo =en, python, javascript, =programa =en, =programming, =ensayo, =essay, =tarea, =homework
            =carta =de, =cover =letter, =curriculum, =resume =for, =dieta, =diet, =medico, =doctor, =enfermedad
            =sintomas, =dolor, =symptoms, =amor, =novia, =novio, =love, =girlfriend, =boyfriend, =marry, =matrimonio
            =casarme, =chatgpt, =gpt, =openai, =sentido =de =la =vida, meaning of life, =dios, =god, =trafico
            =traffic, =taxi, =uber, =hora =es, =what =time, que hora, que dia es, =perro, =gato, =dog, =cat, =mascota
            =integral, =derivada, ecuacion, equation, raiz cuadrada, square root, =cuanto =es =2, =2 =2, =filosofia
            =cumpleanos, =birthday, =feriado, =holidays, =chisme, =gossip, =videojuego, =game, =juego, =play, =sing
            =canta, =cantame, =baila, =dance, =logo, =dibujo, =imagen, =image, =picture =of, =foto =de, =eslogan
            =slogan, =anuncio, =campana, abogado, lawyer, =demanda =laboral, =salario =minimo, =minimum =wage
            =inflacion, inflation, =oro, =gold, =petroleo, =gasolina, gas price, oil price, competencia, competitor
            =amazon, =walmart, =mercado =libre, =ebay, =alquiler, =recomiendame, =recomendame, =recomiendeme
            recommend [me] a, =sugiereme =una, =consejo, =advice, =haiku, =limerick, =acrostico, =trivia, =moon
            =luna, =planeta, =planet, =dinosaurio, =capital, =population, poblacion, =habitantes, =distance
            =distancia, =sport, =sports, =deportes, =cine, =theater, =teatro, =concierto, =concert, =party =planning
            =invierto, =invest =in, =wifi, =internet, =computadora, =printer, =impresora, =telefono, =celular
            =iphone, write [me] a/an, escribir un/una, =escribime, =escribeme, =redacta, =redactame, redactar
            compose, componer, =draft, =loves, =joven, =pizza, =prestas, =prestame, =prestamo, =lend, =borrow, =loan
            =sunset, =wikipedia, =google, nomina, payroll, =sueldo, =sueldos, =salarios, =wages, =visa, =pasaporte
            =hijo, =hija, =mama, =papa, =marathon, =sleep, =tired, =cansado, =aburrido, =bored, =who =invented
            quien invento, =who =won, quien gano, =quien =es =el, =who =is =the, =how =old, =cuantos =anos
            =cuando =nacio
            """
        ),
        (
            // Figures that need costs, taxes or more than a list of sales.
            .unknownFigure,
            """
            ganancia, =utilidad, =utilidades, =profit, =profits, profitability, =markup, rentabilidad, =ebitda, =cogs
            margen de ganancia/utilidad/contribucion/venta, margen bruto/neto/operativo/comercial
            gross/net/profit/operating margin, net income, beneficio neto/bruto, impuesto, =iva, =vat, =tax, =taxes
            costo de venta/ventas, cost of goods/sales
            """
        ),
        (
            .future,
            "el otro ano,el otro mes,la otra semana,proximo,que viene,=next,siguiente,entrante,=upcoming,=coming,=tomorrow,por venir"
        ),
    ]
}
