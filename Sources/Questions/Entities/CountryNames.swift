/// Countries and the people who live there, in both languages.
enum CountryNames {
    struct Entry: Sendable {
        /// The English name.
        let name: String
        /// Other names that data use.
        let others: [String]
        /// What a question may say: names and demonyms, folded.
        let spoken: [String]
    }

    static let entries: [Entry] = table.split(whereSeparator: \.isNewline).map { line in
        let parts = line.split(separator: ":", omittingEmptySubsequences: false).map {
            $0.split(separator: ",").map(String.init)
        }
        return Entry(name: parts[0][0], others: Array(parts[0].dropFirst()), spoken: parts[1])
    }

    private static let table = """
        United Kingdom,UK,Great Britain:united kingdom,reino unido,uk,gran bretana,great britain,inglaterra,england,ingles,inglesa,ingleses,inglesas,english,british,britain,britanico,britanica,britanicos,britanicas,brits,escocia,gales,u k
        Germany:germany,alemania,aleman,alemana,alemanes,alemanas,german,germans
        France:france,francia,frances,francesa,franceses,francesas,french
        EIRE,Ireland:ireland,irlanda,eire,irlandes,irlandesa,irlandeses,irlandesas,irish
        Spain:spain,espana,espanol,espanola,espanoles,espanolas,spanish,spaniards
        Netherlands,Holland:netherlands,the netherlands,paises bajos,holanda,holland,dutch,holandes,holandesa,holandeses,holandesas,neerlandes,neerlandeses
        Belgium:belgium,belgica,belga,belgas,belgian,belgians
        Switzerland:switzerland,suiza,suizo,suizos,suizas,swiss
        Portugal:portugal,portugues,portuguesa,portugueses,portuguesas,portuguese
        Australia:australia,australiano,australiana,australianos,australianas,australian,australians,aussie,aussies
        Norway:norway,noruega,noruego,noruegos,noruegas,norwegian,norwegians
        Italy:italy,italia,italiano,italiana,italianos,italianas,italian,italians
        Channel Islands:channel islands,islas del canal,islas anglonormandas
        Finland:finland,finlandia,finlandes,finlandesa,finlandeses,finlandesas,finnish,finns
        Cyprus:cyprus,chipre,chipriota,chipriotas,cypriot,cypriots
        Sweden:sweden,suecia,sueco,sueca,suecos,suecas,swedish,swedes
        Austria:austria,austriaco,austriaca,austriacos,austriacas,austrian,austrians
        Denmark:denmark,dinamarca,danes,danesa,daneses,danesas,danish
        Japan:japan,japon,japones,japonesa,japoneses,japonesas,japanese
        Poland:poland,polonia,polaco,polaca,polacos,polacas,poles
        Israel:israel,israeli,israelies,israelis
        USA,United States,US,United States of America:usa,united states,estados unidos,eeuu,ee uu,u s a,estadounidense,estadounidenses,american,americans,norteamericano,norteamericanos,norteamerica,gringos,u s,los states
        Hong Kong:hong kong
        Singapore:singapore,singapur,singaporean
        Iceland:iceland,islandia,islandes,islandesa,islandeses,icelandic
        Canada:canada,canadiense,canadienses,canadian,canadians
        Greece:greece,grecia,griego,griega,griegos,griegas,greek,greeks
        Malta:malta,maltes,malteses,maltese
        United Arab Emirates,UAE:united arab emirates,emiratos arabes unidos,emiratos arabes,emiratos,uae,emirates
        European Community:european community,comunidad europea
        RSA,South Africa:south africa,sudafrica,rsa,sudafricano,sudafricana,sudafricanos,south african,south africans
        Lebanon:lebanon,libano,libanes,libanesa,libaneses,lebanese
        Lithuania:lithuania,lituania,lituano,lituana,lituanos,lithuanian,lithuanians
        Brazil:brazil,brasil,brasileno,brasilena,brasilenos,brasilenas,brazilian,brazilians
        Czech Republic,Czechia:czech republic,republica checa,chequia,checo,checos,czech,czechia,czechs
        Bahrain:bahrain,barein,bahrein
        Saudi Arabia:saudi arabia,arabia saudita,arabia saudi,saudi,saudita,sauditas,saudis
        Unspecified:pais sin especificar,unspecified country,pais no especificado
        Guatemala:guatemala,guatemalteco,guatemaltecos,guatemaltecas,chapines,guatemalan,guatemalans
        Mexico:mexico,mexicano,mexicana,mexicanos,mexicanas,mexican,mexicans
        Argentina:argentina,argentino,argentinos,argentinas,argentinian,argentine
        Venezuela:venezuela,venezolano,venezolana,venezolanos,venezolanas,venezuelan,venezuelans
        Colombia:colombia,colombiano,colombianos,colombian
        Chile:chile,chileno,chilenos,chilean
        Peru:peru,peruano,peruanos,peruvian
        El Salvador:el salvador,salvadoreno,salvadorenos
        Honduras:honduras,hondureno,hondurenos
        Costa Rica:costa rica,costarricense,costarricenses,ticos
        Panama:panama,panameno,panamenos
        China:china,chino,chinos,chinese
        India:india
        Turkey:turkey,turquia
        Russia:russia,rusia,ruso,rusos,russian,russians
        """
}
