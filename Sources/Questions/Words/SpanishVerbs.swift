/// The forms of the Spanish verbs a shop is asked with, without accents: tú, vos, usted, all tenses of speech.
enum SpanishVerbs {
    /// Every form with the infinitives it can belong to.
    static let infinitives: [String: Set<String>] = {
        var forms: [String: Set<String>] = [:]
        for entry in table.split(separator: ";") {
            let words = String(entry).words
            guard let infinitive = words.first else { continue }
            var all = regularForms(infinitive)
            for word in words.dropFirst() {
                // `muestr-` is a second stem, which takes all endings.
                all += word.hasSuffix("-") ? Self.forms(String(word.dropLast()), String(infinitive.suffix(2))) : [word]
            }
            for form in all { forms[form, default: []].insert(infinitive) }
        }
        return forms
    }()

    /// The infinitives of a form, pronouns at its end included: `mostrame`, `muéstremelo`, `enviársela`.
    static func infinitives(of word: String) -> Set<String> {
        var found = infinitives[word] ?? []
        for pronoun in pronouns where word.utf8.count > pronoun.utf8.count + 2 && word.hasSuffix(pronoun) {
            let rest = String(word.dropLast(pronoun.count))
            // "pedido" is no "pedi" + "do": only forms of command, infinitive and gerund carry pronouns.
            if let bases = infinitives[rest], carriesPronouns(rest) { found.formUnion(bases) }
        }
        return found
    }

    private static func carriesPronouns(_ form: String) -> Bool {
        ["a", "e", "i", "r", "n", "z", "d", "s"].contains { form.hasSuffix($0) } && !form.hasSuffix("os")
            && !form.hasSuffix("as")
    }

    private static let pronouns = [
        "me", "te", "se", "nos", "le", "les", "lo", "la", "los", "las", "melo", "mela", "melos", "melas", "noslo",
        "nosla", "selo", "sela", "selos", "selas", "telo", "tela", "tenos",
    ]

    private static func regularForms(_ infinitive: String) -> [String] {
        // "ir" has no stem, and all its forms are listed.
        infinitive.utf8.count == 2
            ? [infinitive] : [infinitive] + forms(String(infinitive.dropLast(2)), String(infinitive.suffix(2)))
    }

    private static func forms(_ stem: String, _ ending: String) -> [String] {
        var forms = (endings[ending] ?? []).map { stem + $0 }
        // The sound of the stem is kept before another vowel: "busqué", "pague", "alcance", "recojo".
        if ending == "ar" {
            let changes = [("c", "qu"), ("g", "gu"), ("z", "c")]
            for (old, new) in changes where stem.hasSuffix(old) {
                // "page" is no form of "pagar".
                forms.removeAll { form in ["e", "es", "en", "emos"].contains { form == stem + $0 } }
                forms += ["e", "es", "en", "emos"].map { stem.dropLast() + new + $0 }
            }
        } else if stem.hasSuffix("g") {
            forms += ["o", "a", "an", "as", "amos"].map { stem.dropLast() + "j" + $0 }
        } else if stem.hasSuffix("c") {
            forms += ["o", "a", "an", "as", "amos"].map { stem.dropLast() + "zc" + $0 }
        }
        return forms
    }

    private static let endings: [String: [String]] = [
        "ar": """
        o as a amos an ais e aste o amos aron aba abas abamos aban are aras ara aremos aran aria arias ariamos
        arian es emos en ando ado ada ados adas ad
        """.words,
        "er": """
        o es e emos en eis i iste io imos ieron ia ias iamos ian ere eras era eremos eran eria erias eriamos
        erian a as amos an iendo ido ida idos idas ed
        """.words,
        "ir": """
        o es e imos en is i iste io ieron ia ias iamos ian ire iras ira iremos iran iria irias iriamos irian a as
        amos an iendo ido ida idos idas id
        """.words,
    ]

    private static let table = """
        pintar; marchar; contestar; responder; insertar; llamar; resolver resuelv-; prestar; opinar; dormir duerm-; correr; ensenar; nadar; pensar piens-;
        casar; viajar; comer; beber; vivir; morir muer-; creer; sentir sient-; ayudar; dudar; explicar; caminar; bailar;
        vender; facturar; ganar; ingresar; comprar; gastar; cobrar; recaudar; generar; producir produj-;
        rendir rind-; aportar; representar; sumar; acumular; salir salgo salga salgan sal; mover muev-; jalar;
        pegar; rotar; circular; dejar; entrar;
        hacer hago hace hacen haz hice hizo hicimos hicieron hecho hecha hechos haga hagan hagame hara haran haria;
        dar doy da das dan di dio dimos dieron de den dando dado dame;
        ir voy va vas van vamos fue fueron iba iban ido yendo vaya; andar anduv- anduvo anduvieron;
        estar estoy esta estas estan estamos estuvo estuvieron; ser es son soy fue fueron era sido;
        tener tengo tien- tuv- tuvo tenga tengan tendria tendrias tendriamos tendrian; haber hay hubo habia habian ha han hemos he haya habra habria habrian; quedar;
        sobrar; faltar; restar; existir; acabar; agotar; terminar; escasear; pedir pid- pidio pidieron; ordenar;
        encargar; solicitar; adquirir adquier-; llevar; consumir; preferir prefier- prefir-; gustar; buscar;
        encontrar encuentr-; localizar; consultar; leer leyo leyeron leyendo; revisar;
        decir digo dic- dij- dijo dijeron diga digan dicho deci dime; hablar; mencionar; explicar; indicar;
        ver veo ve ves ven vi vio vieron visto vea vean viendo veamos; mostrar muestr-; ensenar; presentar; listar;
        traer traigo traiga traj-; pasar; mandar; enviar envi-; avisar; notificar; informar; comunicar;
        escribir escrito; llamar; publicar; compartir; reenviar; armar; preparar; elaborar; crear; emitir; sacar;
        exportar; descargar; bajar; imprimir impreso; guardar; convertir conviert- convirt-; importar; cargar;
        subir; procesar; ingerir ingier-; incorporar; agregar; anadir; meter; integrar; alimentar; adjuntar;
        calcular; estimar; sugerir sugier- sugir-; recomendar recomiend-; aconsejar;
        proponer propong- propus- propuesto; planear; planificar; reordenar; reabastecer; resurtir;
        reponer repong- repus- repuesto repondria repondriamos; reaprovisionar; surtir; abastecer; rellenar; recargar; comparar;
        enfriar; calentar calient-; desplomar; estancar; aflojar; decaer decay- decayo; acelerar; desacelerar; frenar;
        repuntar; despegar; remontar; portar; flaquear; ralentizar; disparar; hundir;
        contrastar; confrontar; medir mid-; cotejar; poner pongo ponga pongan pon pus- puso puesto; crecer;
        aumentar; caer cay- cayo cayeron caido; disminuir disminuy-; mejorar; empeorar; decrecer; variar vari-;
        cambiar; comportar; evolucionar; graficar; trazar; resumir; sintetizar; desglosar; separar; dividir;
        agrupar; detallar; clasificar; borrar; eliminar; quitar; vaciar vaci-; destruir destruy-; suprimir; limpiar;
        resetear; reiniciar; formatear; truncar; modificar; actualizar; editar; corregir corrij- corrig-; alterar;
        ajustar; fijar; rebajar; duplicar; cancelar; anular; registrar; devolver devuelv- devuelto; reembolsar;
        descontinuar; discontinuar; retirar; aplicar; transferir transfier- transfir-; pagar; depositar; contratar;
        despedir despid-; olvidar; ignorar; revelar; hackear; ejecutar; pretender; fingir; actuar actu-;
        pronosticar; predecir predic- predig- predij- predicho; proyectar; prever preve- previsto; adivinar;
        contar cuent-; cantar; cocinar; traducir traduzc- traduj-; jugar jueg-; llover lluev-;
        componer compong- compuesto; redactar; reservar; programar; servir sirv-; ayudar; saber sabe sabes supo;
        poder pued- puedo podes pudo podria podrias podriamos podrian; querer quier- quis- querria querriamos; necesitar; ocupar; deber; empezar empiec- empiez-;
        comenzar comienz- comienc-; usar; utilizar; funcionar; preguntar; entender entiend-; tardar; demorar; durar;
        entregar; valer valgo; costar cuest-; invertir inviert- invirt-; amarrar; parar; almacenar; valorar; valuar;
        valorizar; llegar; recibir; colocar; despachar; requerir requier- requir-; convenir convien- conven- convendria; tocar;
        urgir; cerrar cierr-; abrir abierto; seguir sig- sigu-; absorber; agendar; apagar; aprobar aprueb-;
        arrancar; asignar; autorizar; bloquear; chupar; comercializar; congelar; contactar; depurar; desactivar;
        descontar descuent-; deshacer deshag- deshizo deshaz; embolsar; esperar; fabricar; hallar; indagar;
        levantar; manejar; ofrecer; partir; rankear; rastrear; realizar; recordar recuerd-; renombrar; repartir;
        revertir reviert- revirt-; simular; sincronizar; superar; tomar; trabajar; tragar; tratar; tuitear;
        venir vengo vien- vino vinieron; volcar vuelc-; permitir; caducar; vencer venz-; bastar; alcanzar; gritar;
        sobrevivir; volver vuelv- vuelto; arreglar; acomodar; dictar; anotar; apuntar
        """
}

extension String {
    /// The words between blanks.
    var words: [String] { split(whereSeparator: \.isWhitespace).map(String.init) }
}
