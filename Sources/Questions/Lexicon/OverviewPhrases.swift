/// How the business as a whole, its course and its comparison are spoken of, and help.
enum OverviewPhrases {
    static let table: [(Concept, String)] = [
        (
            .executive,
            """
            =ejecutivo, =executive, =gerencial, =gerenciales, =directivo, managerial, sinopsis, =synopsis
            reporte/informe/documento para [la/el/los/las/mi/mis/nuestra] direccion/gerencia/directorio/directiva/junta/consejo/accionista
            report for [the/my/our] board/management/leadership/executives/directors/shareholders
            resumen ejecutivo, executive summary, exec summary, informe ejecutivo, reporte ejecutivo
            executive report, executive overview, reporte gerencial, informe gerencial, resumen gerencial
            resumen general, resumen global, resumen para, resumen del negocio, resumen de la empresa/tienda
            resumen de todo, panorama, panoramica, vision/mirada global/general/panoramica, vista general, vision general, vista ejecutiva, vistazo general
            vistazo, =overview, =brief, big picture, high level, bird s eye, tablero, dashboard, kpi, indicadores
            indicadores clave, key figures, key metrics, key indicators, main figures, headline figures, highlights
            lo mas importante, lo mas relevante, lo mas destacado, lo esencial, puntos clave, key points
            summary for [the/my/our] board/boss/partners/owner/owners/management/investors/directors, board summary
            management summary, estado general, estado del negocio, situacion general, situacion del negocio
            foto general, foto del negocio, radiografia, =snapshot, business summary, brief for, brief me, briefing
            health check, salud del negocio, business health, state of the business, a grandes rasgos
            en pocas palabras, en pocas lineas, en resumen, a nivel general, a vuelo de pajaro, en terminos generales
            en lineas generales, in a nutshell, generalidades, cifras clave, numeros principales
            principales numeros/cifras/indicadores, sintesis, recap, wrap up, =rundown, tldr, balance general
            corte de caja general, puesta al dia, =ponme =al =dia, =poneme =al =dia, =pongame =al =dia
            bring me up to date, bring me up to speed, get me up to speed, catch me up, =update =me
            resumen para el jefe/dueno/socio/gerente, bottom line, hallazgos, findings, takeaways, know about the/my/our business, going on with the business, at a glance
            =como =vamos =en =general, =como =estamos =en =general
            """
        ),
        (
            .summary,
            """
            resumen, resumir, resumido, summary, summarize, =summarise, =sumario, =resumime, =resumeme, =sum =up
            sum up, resumeme, =recuento, =resumencito
            """
        ),
        (
            .business,
            """
            negocio, empresa, tienda, compania, business, company, =shop, store, =las =cosas, =todo, =everything
            =things, changarro, local, =we =doing, =we =do, comercio, emprendimiento, =general, =generales
            =operation, =operacion, almacen general
            """
        ),
        (
            .trend,
            """
            en aumento/baja/alza/ascenso/descenso/picada/declive, a la baja, al alza, para arriba, para abajo
            on the rise, on the decline
            tendencia, =trend, =trends, =trending, evolucion, evolucionar, =evolved, =evolve, curva, comportamiento
            comportarse, se ... comportar, comportado, trayectoria, =over =time, a lo largo de, a lo largo del
            =progression, =progreso, historico, historial, progresion, crecimiento, growth, =growing, =shrinking
            =declining, =rising, =falling, =increasing, =decreasing, creciendo, =crecen, =crece, cayendo, bajando
            subiendo, disminuyendo, aumentando, mejorando, empeorando, =evolution, =history, =serie, time series
            series, =linea =de =tiempo, =dinamica, =desarrollo, trajectory, track record, sube o baja, subir o bajar
            subido o bajado, para arriba o para abajo, up or down, going up, going down, trending, vamos para arriba
            estar enfriar/calentar/desplomar/estancar/aflojar/decaer/acelerar/desacelerar/frenar/repuntar/despegar/remontar
            estar flaquear/ralentizar/disparar/hundir, [se] haber disparar/hundir
            [se] haber enfriar/calentar/desplomar/estancar/aflojar/decaer/acelerar/desacelerar/frenar/repuntar/despegar/remontar
            have be =creeping/=edging/=inching/=drifting/=sliding/=slipping/=trending, creeping up/down, edging up/down
            cooling, slowing down, cool off, heating up, taking off, plateau, stagnate, stagnating, ramping up, levelling off
            [se] haber crecer/subir/bajar/caer/aumentar/disminuir/mejorar/empeorar, cada vez mas/menos/mejor/peor
            =more and =more, =less and =less, better and better, worse and worse, serie de tiempo, series de tiempo
            serie temporal, =progress, se haber portar, se ... portar
            hacia donde, =adonde van, =where ... =heading/=going/=headed
            =variacion, =fluctuacion, =fluctuated, marcha de, rumbo, estacionalidad, seasonality, =picking =up
            slowing, improving, worsening, =climbing, =dropping, getting better/worse, =slowdown, =momentum, =course, =develop, =developed, =developing, =have =changed, has changed
            =have/=has/=ha/=han ... =changed/=cambiado/=variado/=evolved/=grown/=developed, han cambiado, ha cambiado
            =moving =over
            """
        ),
        (
            .trendWeak,
            """
            como han/ha ir, ha venido, han venido, vienen =las, viene la venta, ha ido, han ido, como venir, como seguir
            """
        ),
        (
            .chart,
            """
            grafica, grafico, graficar, =plot, =chart, =graph, =charts, =graphs, curve, =trazame, trazar, =dibuja
            =dibujame, =draw, =visualize, =visualiza, =diagrama
            """
        ),
        (
            .compare,
            """
            comparar, compare, =compair, comparado, comparativo, comparacion, comparison, contrastar, cotejar, confrontar
            =contrast, diferencia, difference, =differ, lado a lado, side by side, stack up, stacks up, head to head
            =measure up, mano a mano, cara a cara, =change, =variacion, variar, =delta, =cambio, =cambiaron, brecha
            =gap, =stacked, =fared against, comparame, crecer ... respecto, =comparativa, =distinto, =difieren
            cambiar, versus
            """
        ),
        (
            .versus,
            """
            =up/=down on/from/over/against/compared, =up/=down =vs, ahead of, al lado de, next to, =alongside
            =vs, =versus, =contra, =vrs, frente a, frente al, respecto a/al/de/del, con respecto a/al
            en relacion a/con, =against, =than, relative to, compared to/with/against, comparado con, comparada con
            en comparacion con/a/al, in comparison to/with, as opposed to, =v, =agianst, next to, up against
            =over =the =same, contra el, que [en] [el/la/los/las], =que, =o, =or, por encima de, por debajo de
            """
        ),
        (
            .more,
            """
            =mas, =menos, mejor, peor, =more, =less, =fewer, =better, =worse, =higher, =lower, =bigger, =larger, =smaller
            =stronger, =weaker, =mayor, =menor
            =mejores, =peores, =subimos, =bajamos, =crecimos, =caimos, =grow, =grew, =rise, =rose, =fall, =fell
            =drop, =dropped, =increase, =increased, =decrease, =decreased, =improve, =improved, crecer, subir, =bajo
            =bajaron, bajar, caer, aumentar, disminuir, mejorar, empeorar, =up, =down, superar, =beat, =outsell
            =outsold, =superior, ganar, ganar a, outperform, =ahead, =behind, =arriba, =abajo, =win, =won
            """
        ),
        (
            .help,
            """
            =questions, =preguntas, sample question, como hacer/=hago [una] consulta/pregunta, no se/=se que escribir/decir/poner
            should i ask/type/write, what to ask/type/write, =idioma, =idiomas, =languages, que [otro] cosa saber/poder hacer/contestar/responder
            como [te/le] [tener/deber] [que/de] preguntar/pedir/hablar/consultar, hablar contigo, hablarte, talk to you
            como funcionar esto/esta/este, como funcionar el/la/este/esta/tu asistente/herramienta/sistema/programa/bot/app/aplicacion/chat
            how does/do this/the [assistant/tool/system/bot/app/thing/chat] work
            tutorial/guia/manual/instruccion ... herramienta/asistente/aplicacion/app/bot/chat, asistente, assistant, chatbot
            tutorial/guide/tour ... tool/assistant/app/bot, saber hacer, how ... this tool/assistant/app/bot, alguien nuevo tutorial de uso
            como [te/se/le/lo] poder/deber usar/utilizar, what sort/kind/type of, do you answer, can you answer
            puedes contestar/responder, podes contestar/responder, que contestar/responder
            que clase/tipo/genero de pregunta/consulta/duda
            con que [me] poder ayudar, como [me] poder ayudar
            que [tipo] [de] reporte/informe/analisis/grafica poder/saber, what reports can, what kind of reports
            what do you know, know how to do, puedes ayudarme, podes ayudarme, puede ayudarme
            con/en que ... echar/dar/tender/echarme/darme una/la mano, give me a hand, lend me a hand, necesitar/ocupar/querer una/la/de mano, need a hand, opcion disponible/posible, que opcion, available options, =ayuda, =ayudame, =help, me ayudar, =ayudeme, =ayudenme, =options, que poder/puede/podes hacer
            que saber hacer, que [cosas] [te/le/se] [te/le/se] poder preguntar/pedir/consultar/hacer
            que [tipo] [de] [preguntas/cosas/consultas] [te/le] puedo/podemos/podria hacer/preguntar/pedir, que tipo de pregunta/consulta/cosa, can/could/may i ask, kind of question/thing
            para que servir, =como [te/se/le] usar, como [te/le/se/lo] usar/utilizar, como funcionar
            =how =do =you =work, how does this work, how do i use, how do i start, how to use, how to start
            what can you do, what can i ask, what can i do, what do you do, what are you, what kind of questions
            what questions, which questions, what are your capabilities, capabilities, capacidades, funcionalidades
            funciones, =features, =commands, =comandos, opciones, what else can, que mas puedes/podes/sabes
            que mas poder, ejemplo, =examples, =example, quien eres, quien sos, quien es usted, who are you
            por donde empezar/empiezo, por donde comenzar, por donde arrancar, =where =do =i =start
            =where =to =start, =how =do =i =begin, =get =started, getting started
            no se/=se que preguntar/pedir/hacer, no entender, estar perdido, =i =m =lost, i am lost, soy nuevo/nueva
            =i =m =new, i am new, =new =here, primer dia/vez, =orientame, =guiame, =guide =me
            en que [me] [puedes/podes/puede] ayudar, en que me ayudas, =que =haces, =que =hace, =que =hacen, menu
            show me around, =tour, =instrucciones, como empiezo, =como =empezar, como empezar, como comenzar
            como te pregunto, como pregunto, como te pido, how should i ask, que ofrecer, =what =is =this
            que es esto, que sos, que eres, assist me, help me get, teach me, ensename a usar, enseneme a usar
            explicame como =funcionas/=funciona/=usarte/=usar/=preguntar/=preguntarte, explain how this, explain how you, =what =you =can =do
            que informacion/info/dato [me/te] poder/tener/manejar/dar/saber, instrucciones de uso, modo de uso
            instructions for use, what information, what data, =que =sabes, able to do, able to answer
            don t know what to ask/do, not sure what to ask/do, no se que preguntar, =que =puedes, =que =podes
            que consultar
            """
        ),
        (
            .greeting,
            """
            =hola, =hello, =hi, =hey, =holi, =ola, buenos dias, buenas tardes, buenas noches, =buenas, good morning
            good afternoon, good evening, que onda, que tal, =saludos, =que =hubo, =quiubo, =howdy, =greetings
            """
        ),
        (.thanks, "=gracias,thank you,=thanks,=thx"),
        (
            .show,
            """
            mostrar, ver, dar, ensenar, decir, =show, =give, =tell, =display, =get, listar, traer, pasar, presentar, =dame, =see
            """
        ),
    ]
}
