/// Words of everyday speech: they tell the languages apart, and are never taken for a product or a slip of the pen.
enum CommonWords {
    static let spanish: Set<String> = Set(
        """
        el la los las un una unos unas de del al a en con por para sin sobre entre y o u que q k cual cuales quien quienes
        como cuando donde cuanto cuanta cuantos cuantas se me te le les nos lo mi mis tu tus su sus nuestro nuestra
        nuestros nuestras yo tu vos usted ustedes ellos ellas nosotros es son fue fueron hay esta estan este estos estas
        eso esa ese esto aquel aquella muy mas menos ya no si tambien solo pero porque pues asi hoy ayer favor porfa
        porfavor xfa gracias hola ahora ahorita aqui aca alla ahi cada todo toda todos todas algun alguna algunos algo nada
        otro otra otros otras mismo misma desde hasta hacia segun durante contra vs dia dias semana mes meses ano anos
        venta ventas vendimos vendio pedidos cliente clientes producto productos cuanto unidades ticket dame quiero
        necesito puedes podes puede podria muestra mostrame muestrame ver haceme hazme dime decime inventario reporte
        informe archivo pais paises categoria mejor peor mejores peores mas menos tal va van vamos che bueno bien mal
        jefe onda compa mano amigo porque nomas ahi va pasame mandame fijate oye mira disculpa disculpe permiso buenas
        sera seria seran habra aunque luego entonces despues antes siempre nunca casi apenas solamente unicamente
        primer primero primera segundo segunda ultimo ultima ultimos ultimas pasado pasada x xq pq d tb tmb
        """.words
    )

    static let english: Set<String> = Set(
        """
        the a an of in on at by for from to with without about into over under between and or but not no yes what which
        who whom whose how when where why is are was were be been being do does did done have has had i you we they he
        she it me us them my your our their his her its this that these those there here can could would should will
        shall may might must please thanks hello hi hey show give tell let get make just only also too very much many
        more most less least than then so as if all any some each every other another same last next past this week
        month year day today yesterday sales sold sell orders order customers products revenue units stock inventory
        report need want like our out up down off again ever far so per vs best worst top new old right now currently
        much lot lots one ones against between versus during since until ago within because while where thing things kind sort back still yet already did didn don doesn isn aren wasn won t s m
        re ve ll d let's what's hows whats
        """.words
    )

    /// More words that are right as they are.
    static let others: Set<String> = Set(
        """
        precio precios costo oferta calidad color tamano marca modelo empresa persona gente hombre mujer nino casa calle
        ciudad mundo vida tiempo hora horas minuto minutos manana tarde noche lugar parte caso forma manera nombre numero
        fecha hecho cosa cosas problema pregunta preguntas respuesta dato datos texto palabra correo carta mensaje
        pelicula musica libro cuento poema cancion futbol partido equipo clima lluvia cielo luna agua fuego tierra
        contrato abogado doctor escuela trabajo empleo sueldo salario gobierno presidente ley historia arte ciencia
        domingo sabado viernes comida cena almuerzo desayuno receta pollo arroz pan carne leche queso huevo fruta
        perro gato animal arbol flor carro auto moto avion viaje hotel playa mar rio monte idea plan meta regla reglas
        clave llave puerta ventana mesa silla cama ropa zapato dolar peso moneda banco cuenta dinero tarjeta credito
        price cost offer quality brand model company person people man woman child house street city world life time hour
        minute morning evening night place part case form way name number date fact problem question answer text word
        letter message movie music book story poem song game team weather rain sky moon water fire land contract lawyer
        school work job salary president law history art science food dinner lunch breakfast recipe chicken rice bread
        meat milk cheese egg fruit dog cat animal tree flower car plane trip hotel beach sea river mountain idea rule
        rules key door window table chair bed clothes shoe dollar currency bank account card credit password friend boss
        partner team staff guys folks small large big little black white red blue green pink yellow long short high low
        three four five seven eight nine hundred paper metal glass wooden light night home love heart christmas garden
        first second third half whole full empty open close start end good bad great nice better happy life living
        joven viejo nuevo nueva grande pequeno bueno malo rapido lento facil dificil claro oscuro alto bajo largo corto
        ability able above accept access accident account across act action active actual add address adult advice afraid
        afternoon agree air alone along already although always among amount ancient angry announce apart appear apply
        approve argue arm army arrive ask attack attention author available avoid award aware baby ball bar base basic
        battle beat beautiful become before begin behavior believe belong below beside beyond birth bit blood board body
        bone born borrow both bottom box brain branch break brief bright broad brother brown budget build burn bus busy
        button camera camp campaign cancer candidate capital care career careful carry catch cause center central century
        certain chair challenge chance character cheap check choice choose church citizen claim class clean clear climb
        clock close cloud coach coast coat code coffee cold collect college comment common community complete complex
        computer concern condition conference confirm connect consider contain content continue control conversation cool
        copy corner correct count couple courage course court cover crazy create crime crowd culture cup current curious
        cut damage danger dark daughter dead deal death debate decade decide decision deep defense degree depend describe
        desert design desk detail develop device die difficult direct direction dirty discover discuss disease distance
        divide document dozen dream dress drive drug dry due during dust duty eager ear early earn earth ease east edge
        education effect effort eight either elect electric element else email emotion energy engine enjoy enough enter
        entire equal error escape especially essay event evidence exact exam except excite exercise exist expect expense
        expert explain express extra eye face fail fair faith fall famous far farm fast father fault fear feature feed feel
        few field fight figure fill film final finish firm fit fix flat flight floor fly focus follow food foot force
        foreign forest forever forget formal former forward foundation frame free freedom fresh friday front fuel full fun
        function fund funny gap gas gather general gentle giant gift girl glad glory goal gold grade grand grass gray group
        guard guess guest guide gun guy habit hair hall hand handle hang hard hat hate head health hear heat heavy help
        herself hide hill himself hit hold hole holiday honest hope horse hospital host huge human hundred hungry hunt hurry
        hurt husband ice identify image imagine impact important include incident inform inside instead interest invite iron
        issue itself join joke journey joy judge juice jump just justice keen kick kid kill kitchen knee knife knock know
        lack lake land lane language laptop late laugh lawn lay lazy lead leader leaf learn leather leave leg lend lesson lie
        lift limit line link lip listen live load loan local lock log lonely loose lose loud luck lunch machine mad magic
        main major manage mark marry master match material matter meal mean measure medicine meet meeting member memory
        mention message method middle might mile military mind mine mirror miss mistake mix mode moment monitor mood mother
        motion mouse mouth move nation native nature near neck needle neighbor network news nobody noise none nor north nose
        notice novel nuclear nurse object obtain obvious occur ocean offer office often oil okay once onto open opinion
        option orange ordinary origin other ought outside own owner pack package page pain paint pair park parent party pass
        passenger past path patient pattern pause payment peace pen pepper perfect perhaps period permit phone photo phrase
        pick picture piece pilot pitch plan plant plate play player pleasure plenty plus pocket point police policy polite
        political poor popular position possible post pot pound power practice pray prefer prepare present press pressure
        pretty prevent prison private prize probably process produce program progress project promise proof proper property
        protect proud prove provide public pull purpose push quality queen quick quiet quite quote race radio raise random
        range rare rather raw reach react read ready real reason receive recent recently recognize record reduce refer
        reflect refuse regard region regular relate release relief remain remember remind remove rent repair repeat reply
        request requests require research reserve respect respond response responsible rest result return reveal review
        rich ride ring rise risk road rob rock role roll roof root rope rough round route row royal rub rubber ruin safe
        safety sail salad salt sand save scene schedule scheme science score screen script seat secret section secure seed
        seek seem select self senior sense sentence separate serious serve service session settle several severe shade
        shake shape share sharp shelter shift shine ship shirt shock shoot shore shot shoulder shout shut sick side sight
        sign signal silence silent silly similar simple since sing single sister site situation size skill skin skirt sleep
        slide slight slip smart smell smile smoke smooth snow social society soft soil soldier solid solution solve somebody
        someone sometimes somewhere son soon sorry soul sound soup source south space speak special specific speech speed
        spell spirit spite spoon sport spot spread spring square stage stair stamp standard star state station status steal
        steam steel step stick stiff still stomach stone storm straight strange stream stress stretch strict strike string
        strong structure struggle student study stuff style subject submit succeed success such sudden suffer sugar suggest
        suit summer sun supper support suppose sure surface surprise surround survey sweet swim switch symbol system tail
        talent talk tall task taste tax teach teacher tear tech telephone television temper temporary term terms test thank
        theory thick thin think though thought threat throat through throw thumb thus tie tight till tiny tip title toe
        together tone tongue tonight tool tooth topic touch tough tour toward towards tower town toy trade tradition train
        training travel treat trial trick trouble truck true trust truth try tube tune turn twice type typical ugly umbrella
        uncle understand union unique unit universe university unless until upon upper upset urge useful usual valley
        variety various vast version victim victory video view village violence visit vital voice volunteer vote wage wait
        wake walk wall war warm warn wash waste watch wave weak wealth wear wedding weigh weight welcome west wet whatever
        wheel whenever wherever whether while whisper wide wife wild will willing win wind wine wing winter wire wise wish
        within wonder wool worker worry worth wound wrap wrist write wrong yard yet young yourself youth zero zone wisely
        away list lists level levels label labels personal original modern classic keep served take stand shop shopping
        shopper weekend calendar magazine paris london discount discounts debt cash commission carriage charge charges
        postage packing parcel transport transfer storage supplies urban traditional essential emergency display days
        double found friends note notes measuring marker market makers making mobile medium overnight pieces presents print
        printed resolution room samples setting settings sheet stop tools vacant contable contables impuestos auditoria
        cierre cierres cuadrar tributaria sucursal sucursales mostrador pasillo tax taxes vat audit accountant accounting
        bookkeeping branch store stores online website area areas zona personal equipo turno turnos
        looking regarding vulnerability completo completa completamente comparto contigo conmigo cualquier cualquiera
        ayudar abierto aceite acero acuerdo adelante ademas afuera aire alegre alma altura ambos amiga ancho anillo anoche
        apellido aprender arena asunto atencion aula aviso azucar azul baile barato barba barco barrio bastante bebe belleza
        beso biblioteca boca boda bolsa bonito bosque brazo brillo broma cabeza cable cabo cadena calma calor camino camisa
        campo canto capaz capital cara carga cargo carrera castillo causa celebrar celular centro cerca cerebro cerrado
        cierto cine circulo civil claro clase cobre cocina codo colegio collar comer comun concepto confianza conjunto
        conocer consejo control copia corazon corriente corto crear creer cruz cuadro cualidad cuello cuerpo cueva cuidado
        culpa cultura curso debajo debil decision dedo defensa delgado demasiado dentro derecho desastre deseo destino
        detras deuda diablo diario diente diferente digno dios disco discurso doble dolor donde dormir dulce durante duro
        edad edificio ejercito electrico ella ellos enemigo energia enfermo enorme entrada epoca error escalera escena
        escritor escuchar espacio espalda especial especie espejo esperanza esposa esposo esquina estacion estilo estrella
        estudio etapa exito experto extranjero extrano fabrica familia fiesta figura fin final firma fisico fondo frase
        frecuencia frente fresco frio frontera fruto fuera fuerza futuro garganta gato general genero gesto gloria golpe
        gordo gracia grado grave grito grupo guapo guerra guitarra gusto habitacion hambre harina hermana hermano hielo
        hierro hija hijo hoja hombro honor hueso humano humo idioma iglesia igual imagen imperio importante imposible
        ingeniero instante inteligente interes invierno isla izquierda jamas jardin joya juego juez junto justo juventud
        labio lado ladron lago lagrima lana largo lata leccion lectura lejos lengua lento leon letra libertad libre limite
        limpio linea liquido listo llama llanto lleno loco lucha luz madera madre maestro mal malo mano mapa maquina maravilla
        materia matrimonio medicina medico medida medio mejilla memoria mente mentira mercado mezcla miedo miel milagro
        miseria mitad moderno modo momento mono montana moral motivo movimiento muchacho muerte multitud muro musculo nacion
        nariz natural navegar necesario negro nervioso nieve nivel noble norte noticia novia nube nuca objeto oeste oficina
        oficio ojo olor ombligo opinion oracion oreja origen orilla oscuro otono padre pagina pais pajaro palacio palo
        pantalon papel paquete pared pareja pasillo paso patio paz pecho pedazo peligro pelo pena pensamiento pequeno perdon
        periodico piedra piel pierna piloto pintura piso placer planeta plano plato plaza poco poder poesia policia polvo
        posible posicion practica pregunta prensa presencia preso primavera princesa principio prisa privado prueba publico
        pueblo puerto punto puro quieto quizas radio raiz rama raro rato raza real realidad recuerdo red regalo region reina
        relacion religion reloj resto reunion revista rey rico ridiculo rincon rodilla rojo romper rosa rostro ruido ruta
        sangre santo seco secreto sed seguro selva senal sencillo sensacion sentido sentimiento senor senora serio servicio
        sexo siglo silencio simple sincero sistema sitio soledad sombra sonido sonrisa sopa sordo suave subito sucio sueno
        suerte sufrir sur sistemas tamano tanto tarea techo tela television temor templo teoria terreno terrible tia tibio
        tinta tipo titulo tono tonto toro torre total traje tranquilo transporte triste tropa turno unico universidad
        util vacio valiente valle valor vapor vecino vela velocidad vergonzoso verdad verdadero verde verso vestido viaje
        vidrio viento viejo vino virtud visita vista viuda voluntad voz vuelo vuelta zapato zona
        socio socios junta gerencia gerente dueno duena jefa contador contadora proveedor proveedores tienda negocio
        """.words
    )

    /// Which language a question is in; Spanish when it could be either.
    static func language(of words: [String]) -> (spanish: Int, english: Int) {
        (words.count { spanish.contains($0) }, words.count { english.contains($0) })
    }
}
