/// The shop's own rules, written for this sample.
enum ShopDocuments {
    struct Document {
        let name: String
        let text: String
    }

    static let all = [returns, inventory, cashClosing, receiving, cycleCount, delivery, credit]

    private static let returns = Document(
        name: "politica-de-devoluciones.md",
        text: """
            # Política de devoluciones y cambios

            Almacén La Ceiba acepta devoluciones y cambios dentro de los **15 días calendario** posteriores a la compra.

            ## Requisitos

            1. Presentar la factura original o el número de documento.
            2. Devolver el producto sin uso, limpio y en su empaque.
            3. En artículos eléctricos, entregar también los accesorios y el manual.

            ## Productos que no se devuelven

            - Alimentos y bebidas, salvo que estén vencidos o dañados al momento de la compra.
            - Artículos de higiene personal abiertos.
            - Mercadería en liquidación, si así lo decía el rótulo.

            ## Cómo se reintegra el dinero

            El reintegro se hace por el mismo medio de pago. En efectivo es inmediato; con tarjeta tarda entre cinco y diez
            días hábiles. Cada devolución genera un documento que empieza con la letra C y lleva cantidades negativas, de
            modo que las ventas netas siempre la descuentan.

            ## Quién autoriza

            El cajero autoriza devoluciones de hasta Q 200.00. Las mayores requieren la firma de la encargada de turno.

            """
    )

    private static let inventory = Document(
        name: "politica-de-inventario.md",
        text: """
            # Política de inventario

            ## Objetivo

            Tener siempre lo que el cliente busca sin inmovilizar más dinero del necesario.

            ## Nivel de reorden

            Cada producto activo tiene un nivel de reorden equivalente a unas **dos semanas de venta**. Cuando la existencia
            llega a ese nivel o baja de él, el producto aparece como *existencia baja*.

            ## Cuánto pedir

            El punto de reorden se calcula así:

            > demanda diaria × días de entrega × factor de seguridad

            La demanda diaria es el promedio de los últimos 90 días. Los días de entrega normales son 7 y el factor de
            seguridad, 1.2. De lo que resulte se restan la existencia y lo que ya viene en camino.

            ## Productos descontinuados

            No se vuelven a pedir. Se venden hasta agotar la existencia y después se retiran del estante.

            ## Responsable

            La bodeguera revisa el listado todos los lunes y envía los pedidos antes del mediodía.

            """
    )

    private static let cashClosing = Document(
        name: "cierre-de-caja.md",
        text: """
            # Procedimiento de cierre de caja

            El cierre se hace todos los días al terminar el turno, con la tienda cerrada al público.

            1. Imprimir el corte de ventas del día.
            2. Contar el efectivo por denominación y anotarlo en la hoja de arqueo.
            3. Sumar los comprobantes de tarjeta y de transferencia.
            4. Comparar el total contado con el corte.
            5. Dejar un fondo fijo de **Q 500.00** para el día siguiente.
            6. Guardar el resto en la bolsa de depósito, sellada y firmada por dos personas.

            ## Diferencias

            Un faltante o sobrante de hasta Q 10.00 se anota y se acumula. Si es mayor, se vuelve a contar en presencia de la
            encargada y se levanta un acta.

            ## Depósito

            El depósito se hace al día siguiente hábil, antes de las 11:00. La boleta se archiva con la hoja de arqueo.

            """
    )

    private static let receiving = Document(
        name: "recepcion-de-mercaderia.md",
        text: """
            # Recepción de mercadería

            ## Antes de recibir

            Tener a mano la orden de compra. No se recibe mercadería sin orden ni después de las 17:00.

            ## Al recibir

            - Contar los bultos delante del transportista.
            - Revisar fechas de vencimiento: los alimentos deben tener al menos **60 días** por delante.
            - Comparar códigos, cantidades y costos con la orden de compra.
            - Anotar en la copia del envío lo que falte o venga dañado, y pedir que el transportista la firme.

            ## Después de recibir

            Se ingresan las existencias el mismo día y se baja lo recibido de la columna «En pedido». La mercadería nueva se
            coloca detrás de la que ya estaba: lo primero que entra es lo primero que sale.

            ## Reclamos al proveedor

            Se presentan por correo dentro de los tres días hábiles siguientes, con fotografías.

            """
    )

    private static let cycleCount = Document(
        name: "conteo-ciclico.md",
        text: """
            # Conteo cíclico

            En lugar de cerrar la tienda para un inventario general, se cuenta una parte cada semana.

            | Clase | Qué incluye | Frecuencia |
            |---|---|---|
            | A | los productos que suman el 80 % de la venta | cada mes |
            | B | los que suman el 15 % siguiente | cada trimestre |
            | C | los demás | cada semestre |

            ## Pasos

            1. Imprimir el listado de la semana sin existencias, para contar sin prejuicios.
            2. Contar dos personas por separado.
            3. Si no coinciden, contar por tercera vez.
            4. Ajustar el sistema con la firma de la encargada.

            ## Meta

            La exactitud debe ser de al menos el **97 %** de los productos contados. Por debajo, se investiga la causa:
            errores de caja, recepción incompleta, merma o robo.

            """
    )

    private static let delivery = Document(
        name: "envios-a-domicilio.md",
        text: """
            # Envíos a domicilio

            ## Tarifas

            - Sacatepéquez: **Q 25.00**.
            - Demás departamentos: **Q 35.00**, por empresa de mensajería.
            - Sin costo en compras mayores de Q 750.00 dentro de la ciudad.

            ## Plazos

            Los pedidos confirmados antes de las 12:00 salen el mismo día. En Sacatepéquez llegan en 24 horas; en el resto
            del país, entre dos y cuatro días hábiles.

            ## Productos frágiles

            El vidrio y el barro viajan con doble empaque. Si llegan quebrados, el cliente debe avisar dentro de las 48 horas
            y enviar una fotografía; se repone el producto o se devuelve el dinero, a su elección.

            ## En los reportes

            El envío se factura con el código POST. Es un servicio: cuenta en la venta bruta, pero no en la venta bruta de
            productos.

            """
    )

    private static let credit = Document(
        name: "clientes-mayoristas-y-credito.md",
        text: """
            # Clientes mayoristas y crédito

            ## Descuentos

            - Cliente frecuente: **5 %** en toda la compra.
            - Mayorista: **10 %**, a partir de Q 2,000.00 al mes.

            Los descuentos no se acumulan ni se aplican al envío.

            ## Crédito

            Se otorga a mayoristas con seis meses de antigüedad, hasta por 30 días y hasta el promedio de sus compras de los
            últimos tres meses. La solicitud lleva copia del RTU, del DPI y dos referencias comerciales.

            ## Atrasos

            Con cinco días de atraso se llama al cliente; con quince se suspende el crédito; con treinta el caso pasa a cobro
            administrativo.

            ## Datos del cliente

            Cada cliente tiene un código (CLI-0001, CLI-0002…). Sus datos se usan solo para facturar y entregar; no se
            comparten con terceros.

            """
    )
}
