import NIOCore

/// What waits to be encrypted, in order, with the promises that its delivery keeps.
struct PlaintextQueue {
    /// What is encrypted at a time.
    struct Burst {
        let plaintext: ByteBuffer
        /// Kept when all of its write is delivered: with this burst if it is the last one of the write.
        let promise: EventLoopPromise<Void>?
        let isLast: Bool
    }

    private struct Write {
        var buffer: ByteBuffer
        var promise: EventLoopPromise<Void>?
    }

    /// One TLS record's worth: small writes are put together up to this size, so that a response's head and body share
    /// a record.
    static let recordSize = 16_384
    /// How much is encrypted before the socket is asked whether it wants more.
    static let burstSize = 1 << 18

    private var writes = MarkedCircularBuffer<Write>(initialCapacity: 4)
    /// The rest of a flushed write that was longer than a burst; it goes out before `writes`.
    private var partial: Write?

    /// Whether anything flushed waits.
    var hasFlushed: Bool { partial != nil || writes.hasMark }

    mutating func append(_ buffer: ByteBuffer, _ promise: EventLoopPromise<Void>?) {
        writes.append(Write(buffer: buffer, promise: promise))
    }

    /// Lets everything appended so far go out.
    mutating func flush() {
        writes.mark()
    }

    /// Takes out what to encrypt next: a part of a long write, or as many short ones as fit a record. Only when
    /// something flushed waits.
    mutating func nextBurst() -> Burst {
        var first = partial.take() ?? writes.removeFirst()
        if first.buffer.readableBytes > Self.burstSize {
            let slice = first.buffer.readSlice(length: Self.burstSize)!
            partial = first
            return Burst(plaintext: slice, promise: first.promise, isLast: false)
        }
        while writes.hasMark, first.buffer.readableBytes + writes.first!.buffer.readableBytes <= Self.recordSize {
            var next = writes.removeFirst()
            first.buffer.writeBuffer(&next.buffer)
            guard let promise = next.promise else { continue }
            if let earlier = first.promise {
                earlier.futureResult.cascade(to: promise)
            } else {
                first.promise = promise
            }
        }
        return Burst(plaintext: first.buffer, promise: first.promise, isLast: true)
    }

    /// Forgets everything and fails its promises.
    mutating func fail(_ error: any Error) {
        // Taken out first: whoever hears of the failure may write again.
        let (rest, waiting) = (partial.take(), writes)
        writes = MarkedCircularBuffer(initialCapacity: 4)
        rest?.promise?.fail(error)
        for write in waiting { write.promise?.fail(error) }
    }
}
