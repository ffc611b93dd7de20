package org.dddblocks.shop.fulfilment;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.dddblocks.outbox.InMemoryBroker;
import org.dddblocks.outbox.Message;
import org.dddblocks.outbox.Outbox;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.JacksonCodecBuilder;
import org.dddblocks.persistence.PayloadCodec;
import org.dddblocks.persistence.SchemaText;
import org.dddblocks.saga.SagaCount;
import org.dddblocks.saga.SagaDefinition;
import org.dddblocks.saga.SagaInstance;
import org.dddblocks.saga.SagaRunner;
import org.dddblocks.saga.SagaStatus;
import org.dddblocks.shop.ordering.api.OrderWasPlaced;
import org.dddblocks.shop.support.ShopSchema;

/** All fulfilments: started by a placed order, led by answers, each once. */
public final class Fulfilments implements AutoCloseable {
    private static final int ALL = 100_000;

    private final SagaDefinition<Fulfilment> definition;
    private final SagaRunner sagas;
    private final PayloadCodec codec;
    private final Consumer<Object> answered;

    private Fulfilments(Database database, Outbox outbox, PayloadCodec codec, Consumer<Object> answered) {
        this.definition = new FulfilOrder(new CaseFiles()).definition();
        this.sagas = SagaRunner.on(database, outbox, codec).register(definition).build();
        this.codec = codec;
        this.answered = answered;
    }

    /**
     * Wires it.
     *
     * @param database fulfilment's
     * @param outbox its
     * @param codec knows the messages and what {@link #register} adds
     * @param answered hears of each answer, after its commit
     * @return not started yet
     */
    public static Fulfilments on(Database database, Outbox outbox, PayloadCodec codec, Consumer<Object> answered) {
        return new Fulfilments(database, outbox, codec, answered);
    }

    /**
     * The tables that fulfilment needs beside outbox and inbox.
     *
     * @return for {@code database.install}
     */
    public static SchemaText[] schemas() {
        return new SchemaText[] {SagaRunner.schema(), ShopSchema.of("fulfilment", Fulfilments.class)};
    }

    /**
     * Adds the saga's state to the types that the codec knows.
     *
     * @param codec its builder
     * @return the same
     */
    public static JacksonCodecBuilder register(JacksonCodecBuilder codec) {
        return codec.type(Fulfilment.class, "fulfilment.Fulfilment");
    }

    /**
     * Starts the fulfilment of an order, in the transaction of its message.
     *
     * @param order which
     */
    public void start(OrderWasPlaced order) {
        sagas.start(definition, order.orderId(), Fulfilment.of(order));
    }

    /**
     * Listens to answers.
     *
     * @param broker brings them
     */
    public void subscribe(InMemoryBroker broker) {
        broker.subscribe("fulfilment-answers", sagas::expects, this::answer);
    }

    private void answer(Message message) throws Exception {
        sagas.replies().handle(message);
        answered.accept(codec.decode(message.type(), message.schemaVersion(), message.payload()));
    }

    /** Begins to work. */
    public void start() {
        sagas.start();
    }

    /**
     * Counts fulfilments by where they stand.
     *
     * @return such as {@code COMPLETED=44}
     */
    public Map<String, Long> byState() {
        Map<String, Long> counts = new TreeMap<>();
        for (SagaCount count : sagas.counts()) {
            counts.merge(count.status().name(), count.instances(), Long::sum);
        }
        return counts;
    }

    /**
     * Where the fulfilments stand that have not ended.
     *
     * @return such as {@code RUNNING at ship=12}
     */
    public Map<String, Long> places() {
        Map<String, Long> places = new TreeMap<>();
        sagas.counts().stream()
                .filter(count -> !count.status().isEnd())
                .forEach(count ->
                        places.merge(count.status() + " at " + count.step().orElse("?"), count.instances(), Long::sum));
        return places;
    }

    /**
     * What moves and how far everything is.
     *
     * @return equal to another one if nothing moved between them
     */
    public Snapshot snapshot() {
        List<SagaInstance> active = Stream.of(SagaStatus.RUNNING, SagaStatus.COMPENSATING)
                .flatMap(status -> sagas.list(status, ALL).stream())
                .toList();
        return new Snapshot(
                byState(),
                active.stream().mapToLong(SagaInstance::revision).sum(),
                active.stream().noneMatch(instance -> instance.nextWakeAt().isPresent()));
    }

    /**
     * A look at all fulfilments.
     *
     * @param states how many stand where
     * @param revisions of those that have not ended, together
     * @param atRest whether all of these wait for an answer
     */
    public record Snapshot(Map<String, Long> states, long revisions, boolean atRest) {}

    @Override
    public void close() {
        sagas.close();
    }
}
