/// How files, reports and documents are asked for.
enum FilePhrases {
    static let table: [(Concept, String)] = [
        (
            .makeFile,
            """
            exportar, descargar, =bajame, =bajar, =bajate, =bajarme, imprimir, =guarda, =guardame, =guardar
            =guardalo, =guarde, =guardes, export, download, =save, convertir, volcar, =dump, =volcame, =descargo
            =bajarmelo, =archiva, saca/sacar/saque/sacame un/una/el
            hacer/crear/generar/armar/preparar/elaborar/sacar un/el/una [nuevo] documento/archivo
            make/create/generate/prepare/build a/an/the document/file/spreadsheet
            """
        ),
        (.printing, "imprimir,=print,=printout,impreso,=impresion"),
        (.reportNoun, "reporte,informe,=report,=reportito,=reports"),
        (.fileNoun, "archivo,fichero,file,=planilla,documento en,en formato,formato"),
        (.list, "lista,listado,list,listing,relacion de,=listame,listar,tabla,=table,catalogo"),
        (.pdf, "=pdf,=pdfs"),
        (.csv, "=csv,valores separados por coma,comma separated values"),
        (
            .xlsx,
            """
            =excel, =xlsx, =xls, =exel, =ecxel, =excell, =exsel, hoja de calculo, hojas de calculo, =spreadsheet
            =spreadsheets, =planilla, libro de excel, =workbook, hoja electronica
            """
        ),
        (.html, "=html,=htm,pagina web,web page,webpage,formato web"),
        (.json, "=json"),
        (.markdown, "=markdown,=md"),
        (
            .documents,
            """
            =documentos, =documentacion, =docs, =doc, =manual, =manuales, =documentation, =documents, handbook, =guides
            =guias, =instructivo, =instructivos, =reglamento, knowledge base, base de conocimiento, =wiki, =papers
            archivos de ayuda, =documento, =document, =folleto, company docs, =manuals, =guia, =guide, =paperwork
            =apuntes, en mis/las/los/nuestras =notas, in my/our/the =notes
            =guideline, =guidelines, =papeles, =papeleo, donde [se/me] explicar/decir/indicar/detallar/hablar/describir/mencionar
            where [it] [does/is] say/explained/described, =pdfs de, ficha tecnica
            """
        ),
        (
            .documentNoun,
            """
            =rule
            according to the sla/policy/manual/handbook
            politica, procedimiento, =policy, =policies, procedure, norma, normativa, lineamiento, protocolo
            terms of service, contrato de, clausula, =sla, instruccion, =instructions, paso a seguir, =pasos, =steps
            requisito, requirement, =rules, =reglas, reglamento, terms and conditions, terminos y condiciones
            aviso de privacidad, termino/condicion de pago/uso/servicio/compra/venta/entrega/contratacion/credito, plazo de pago/credito
            payment/credit/delivery/service terms, tutorial, garantia, warranty, =guarantee, =guarantees, =proceso, =process
            """
        ),
        (
            .howTo,
            """
            como se, =como [le] [lo/la] registrar, como hacer [para/un], como registrar, =como [le] =hago
            =como =hacemos, =como =debo, =como =puedo, =como =tengo, how do i, how do we, how do you, how to
            how should i, how should we, how can i, how can we, que hacer si/cuando, =que =hago, what do i do
            what do we do, what should i do, what should we do, como deber, que pasar si/cuando/con
            what happens if/when, what happens to, como se debe, como funcionar el/la/los/las, how does the
            how long ... ... return, how many days ... ... return, what to do if/when/with/about
            cuanto dia/tiempo/plazo ... ... devolver/cambiar/reclamar, que plazo, plazo ... para devolver/cambiar/reclamar
            can a/the/our customer/client/buyer/employee/vendor, can =employees/=customers/=clients/=vendors/=suppliers, se poder devolver/cambiar/cancelar/anular
            aceptar devolucion/cambio/devolver, accept return/exchange, who can/should/may/must approve/authorize/sign/issue/request
            quien poder/deber autorizar/aprobar/firmar/emitir/solicitar, =is =it =ok =to, debo seguir, should i follow
            se permitir, que ... permitir, hay que hacer para/cuando/si, hacer falta para, what do i need to
            how be ... handled/retained/kept/stored/approved/processed/managed/protected/calculated/valued/treated/classified
            how be ... disposed/assigned/coded/authorized/measured/recorded/registered
            who do/should/can/must i/we/=you/employees contact/ask/tell/notify/call/report
            a quien [le/se] [deber] avisar/reportar/contactar/notificar/solicitar/acudir, quien es [el/la] responsable/encargado, who is responsible
            como manejar, como tratar, =como =anulo, =como =cancelo, =como =devuelvo, =como =cierro, =como =creo
            =como =agendo, =como =codifico, who approves, quien aprobar, quien autoriza, =quien =autoriza
            que necesitar para, what counts as, que se considera, se permite, =is =it =allowed, are we allowed
            =como =reporto, =como =solicito, how long do we, cuanto tiempo tengo, cuanto tiempo tiene
            """
        ),
        (
            // What papers of a shop are about, beside its figures.
            .policyTopic,
            """
            cantidad proyectado, nivel minimo, minimo de stock, punto de reorden, stock de seguridad, uptime, downtime
            informacion sensible/confidencial, sensitive/confidential information/data, dato personal, personal data
            privacidad, privacy, copyright, derecho de autor, reembolso, refund, cancelacion, cancellation, incidente
            incident, vulnerabilidad, vulnerability, equipment, equipo de trabajo, inventario fisico, physical inventory
            uso interno, nota de credito, credit note, cierre/corte/arqueo de caja, lista de precio, price list
            codificacion, valoracion de inventario, inventory valuation, orden de venta, sales order, solicitud de compra
            purchase request, exencion, tax exemption, retencion, retention, gestion de material
            movimiento de inventario, reunion, meeting, penalizacion, penalty, compliance, cumplimiento
            data processing, procesamiento de dato, gasto de viaje, expense, viatico
            """
        ),
        (
            .subject,
            """
            sobre, acerca de/del, about, regarding, concerning, referente a, relacionado con, respecto de, relativo a
            tema de, related to, mentioning, que hablar de, que mencionar, that mention, on the subject of, que diga
            que tratar de, =en =cuanto =a
            """
        ),
        (
            .search,
            """
            buscar, search, look up, look for, look in, =lookup, find, localizar, encontrar, consultar, check
            rastrear, hallar, =find, donde decir, donde encontrar, donde estar, where can i read, where does it say
            where can i find, where is, donde puedo leer, donde leer, =ubica, =ubicame, leer, read, que decir
            what does, what do ... say, =says, =dice, =dicen, =dig =up, decir algo, mencionar, pull up, indagar
            """
        ),
        (
            .ingest,
            """
            importar, cargar, =sube, =subi, =subir, =subime, =subirlo, =suba, =subeme, =subo, =suban, procesar
            ingerir, ingest, import, =load, =loading, upload, incorporar, agregar, anadir, meter, =mete, integrar
            alimentar, leer, lee, =read, =add, feed, ahi te/le/les ir/va/mandar, te/le pasar, te/le dejar
            te/le adjuntar, te/le mandar, te/le enviar, te/le comparto, tragar, jalar, =toma, tomar, =process, =parse, volcar
            =here =s, =here =is, =take, bring in, pull in, put in, registrar, ingresar, =ingresa, =ingresame, adjunto
            attached, =abre, =abrir, dar de alta, importacion, carga, meteme, chupar, absorber, =append, consumir
            levantar, =actualiza, =actualizar, =update, refresh, sincronizar, =sync
            """
        ),
        (.ingestNoun, "archivo,fichero,file,csv,tsv,txt,hoja,datos,data,planilla,respaldo,dataset"),
        (
            .semicolon,
            """
            punto y coma, puntos y comas, puntoycoma, punto coma, semicolon, semi colon, semi colons, =semicolons, pto y coma
            """
        ),
        (.comma, "coma,comma,=comas,=commas,=comma"),
        (.tab, "tab,tabs,tabulador,tabulacion,tabulado,tabulator,=tabulaciones,=tabuladores,=tabbed,=tsv"),
    ]
}
