package org.dddblocks.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.dddblocks.core.EventMetadata;
import org.dddblocks.persistence.CurrentMetadata;
import org.dddblocks.persistence.Repository;
import org.dddblocks.persistence.StateRepository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class TranslatingTest {
    private static final Shelf.Id ID = new Shelf.Id("s1");

    private final WatchedDataSource dataSource;
    private final Context context;
    private final Repository<Shelf, Shelf.Id> shelves;

    TranslatingTest(TestDatabase kind) {
        dataSource = new WatchedDataSource(kind.fresh());
        context = Context.over(dataSource);
        context.execute(Shelf.TABLE);
        shelves = shelves(Shelf::messages);
    }

    private Repository<Shelf, Shelf.Id> shelves(MessageTranslator translator) {
        return StateRepository.on(context.database, Shelf.TYPE, new Shelf.Mapping())
                .recordedEvents(context.outbox.translating(translator))
                .build();
    }

    @Test
    void messages_of_a_root_are_keyed_and_numbered_by_it() {
        EventMetadata why = EventMetadata.NONE.withCorrelationId("flow-1").withCausationId("command-1");
        CurrentMetadata.runWith(why, () -> {
            Shelf shelf = new Shelf(ID, 0);
            shelf.put(2);
            shelf.dust();
            shelf.put(3);
            shelves.add(shelf);
        });
        shelves.update(ID, shelf -> shelf.put(4));

        List<Message> messages = context.rows().stream().map(OutboxRow::message).toList();
        assertThat(messages).extracting(Message::key).containsOnly(new MessageKey("shelf", "s1"));
        assertThat(messages)
                .extracting(message -> message.number() + " " + message.type())
                .containsExactly(
                        "1.0 test.Noted",
                        "1.1 test.Struck",
                        "3.0 test.Noted",
                        "3.1 test.Struck",
                        "4.0 test.Noted",
                        "4.1 test.Struck");
        assertThat(messages.get(0).metadata()).isEqualTo(why);
        assertThat(messages.get(5).metadata()).isEqualTo(EventMetadata.NONE);
    }

    @Test
    void all_messages_of_a_save_are_inserted_in_one_batch() {
        Shelf shelf = new Shelf(ID, 0);
        shelf.put(1);
        shelves.add(shelf);
        dataSource.statements.clear();

        shelves.update(ID, found -> {
            found.put(1);
            found.put(2);
            found.put(3);
        });

        assertThat(dataSource.statements.stream().filter(sql -> sql.startsWith("insert into ddd_outbox ")))
                .hasSize(1);
        assertThat(context.outbox.pending()).isEqualTo(8);
    }

    @Test
    void a_message_that_cannot_be_stored_takes_the_state_back_with_it() {
        Repository<Shelf, Shelf.Id> broken = shelves(event -> List.of("no registered type"));
        Shelf shelf = new Shelf(ID, 0);
        shelf.put(1);

        assertThatThrownBy(() -> broken.add(shelf)).isInstanceOf(IllegalArgumentException.class);

        assertThat(context.count("shelf") + context.count("ddd_outbox")).isZero();
        shelves.add(shelf);
        assertThat(context.count("shelf")).isEqualTo(1);
        assertThat(context.outbox.pending()).isEqualTo(2);
    }

    @Test
    void a_connection_lost_at_any_statement_of_a_save_leaves_state_and_messages_or_neither() {
        Shelf first = new Shelf(new Shelf.Id("warm-up"), 0);
        first.put(1);
        shelves.add(first);
        for (String broken : List.of("insert into shelf", "insert into ddd_outbox ", "commit")) {
            AtomicBoolean once = new AtomicBoolean(true);
            Shelf shelf = new Shelf(new Shelf.Id(broken), 0);
            shelf.put(1);
            dataSource.breakAt(sql -> sql.startsWith(broken) && once.getAndSet(false));

            assertThatThrownBy(() -> shelves.add(shelf)).as(broken).isInstanceOf(RuntimeException.class);
            assertThat(context.column("select id from shelf")).containsExactly("warm-up");
            assertThat(context.outbox.pending()).isEqualTo(2);
        }
    }

    @Test
    void a_key_of_an_aggregate_cannot_be_published_under_and_the_other_way_round() {
        Shelf shelf = new Shelf(ID, 0);
        shelf.dust();
        shelves.add(shelf);
        context.publish("n", "counter");

        assertThatThrownBy(() -> context.database.transactions().run(() -> {
                    context.outbox.publish(new MessageKey("shelf", "other"), new Context.Noted("x"));
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("\"shelf\"", "version of its aggregate", "counter", "translating");
        // A new node knows it from the table, not from its memory.
        JdbcOutbox restarted = JdbcOutbox.on(context.database, Context.CODEC, "notes");
        assertThatThrownBy(() -> context.database
                        .transactions()
                        .run(() -> restarted.publish(new MessageKey("shelf", "other"), new Context.Noted("x"))))
                .hasMessageContaining("translating");
        assertThat(context.outbox.pending()).isEqualTo(1);
    }

    @Test
    void messages_of_a_root_arrive_in_the_order_of_its_versions() throws Exception {
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        Relays relays = new Relays();
        Shelf shelf = new Shelf(ID, 0);
        shelf.put(1);
        shelves.add(shelf);
        try (relays) {
            OutboxRelay relay = relays.start(
                    context,
                    relays.broker(3, message -> order.add(message.number().toString())),
                    Context.FAST);
            for (int i = 0; i < 10; i++) {
                shelves.update(ID, found -> found.put(1));
            }
            assertThat(relay.awaitDrained(Duration.ofSeconds(120))).isTrue();
        }

        List<String> expected = new ArrayList<>();
        for (int version = 1; version <= 11; version++) {
            expected.add(version + ".0");
            expected.add(version + ".1");
        }
        assertThat(order).containsExactlyElementsOf(expected);
    }
}
