package org.dddblocks.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.dddblocks.core.EventMetadata;
import org.dddblocks.outbox.Context.Noted;
import org.dddblocks.outbox.Context.Struck;
import org.dddblocks.persistence.AdoptedTransaction;
import org.dddblocks.persistence.CurrentMetadata;
import org.dddblocks.persistence.spi.Jdbc;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class JdbcOutboxTest {
    private static final MessageKey KEY = new MessageKey("note", "7");

    private final TestDatabase kind;
    private final WatchedDataSource dataSource;
    private final Context context;

    JdbcOutboxTest(TestDatabase kind) {
        this.kind = kind;
        dataSource = new WatchedDataSource(kind.fresh());
        context = Context.over(dataSource);
    }

    @Test
    void a_rollback_leaves_neither_state_nor_message_nor_number() {
        assertThatThrownBy(() -> context.database.transactions().run(() -> {
                    context.publishHere("7", "never");
                    insertEffect("never");
                    throw new IllegalStateException("stop");
                }))
                .hasMessage("stop");

        assertThat(context.outbox.pending()).isZero();
        assertThat(context.count("effect")).isZero();
        assertThat(context.publish("7", "first").number()).isEqualTo(new MessageNumber(1, 0));
    }

    @Test
    void a_commit_stores_state_and_messages_together() {
        context.database.transactions().run(() -> {
            insertEffect("state");
            context.publishHere("7", "told");
            assertThat(context.count("ddd_outbox"))
                    .as("seen by others before the commit")
                    .isZero();
        });

        assertThat(context.count("effect")).isEqualTo(1);
        assertThat(context.outbox.pending()).isEqualTo(1);
    }

    @Test
    void a_caller_s_own_transaction_decides_over_messages_published_on_its_connection() throws SQLException {
        try (Connection callers = dataSource.getConnection()) {
            callers.setAutoCommit(false);
            try (AdoptedTransaction adopted = context.database.transactions().adopt(callers)) {
                context.publishHere("7", "rolled back");
                callers.rollback();
                adopted.rolledBack();
            }
            try (AdoptedTransaction adopted = context.database.transactions().adopt(callers)) {
                context.publishHere("7", "committed");
                callers.commit();
                adopted.committed();
            }
        }

        assertThat(context.column("select payload from ddd_outbox"))
                .singleElement()
                .asString()
                .contains("committed");
    }

    @Test
    void publishing_outside_a_transaction_is_refused_with_the_remedy() {
        assertThatThrownBy(() -> context.outbox.publish(KEY, new Noted("lost")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("outside a transaction", "database.transactions().run");
        assertThat(context.outbox.pending()).isZero();
    }

    @Test
    void numbers_of_a_key_go_on_over_calls_and_transactions() {
        List<Message> two = context.database
                .transactions()
                .call(() -> context.outbox.publish(KEY, new Noted("a"), new Struck("b")));
        Message third = context.publish("7", "c");
        Message other = context.publish("8", "d");

        assertThat(two).extracting(message -> message.number().version()).containsExactly(1L, 2L);
        assertThat(third.number().version()).isEqualTo(3);
        assertThat(other.number().version()).isEqualTo(1);
    }

    @Test
    void keys_are_told_apart_byte_for_byte() {
        for (String key : List.of("a", "A", "a ", "ä", "a\u0308")) {
            assertThat(context.publish(key, "x").number().version()).as(key).isEqualTo(1);
        }
    }

    @Test
    void messages_of_one_call_take_one_statement_on_postgresql_and_a_counter_and_a_batch_elsewhere() {
        Object[] hundred =
                IntStream.range(0, 100).mapToObj(i -> new Noted("n" + i)).toArray();
        context.publish("7", "first of its type and key");
        dataSource.statements.clear();

        context.database.transactions().run(() -> context.outbox.publish(KEY, hundred));

        List<String> statements = List.copyOf(dataSource.statements);
        assertThat(statements).hasSize(kind == TestDatabase.POSTGRESQL ? 2 : 3);
        assertThat(statements.get(0)).contains("ddd_outbox_counter");
        assertThat(statements.get(statements.size() - 2)).contains("insert into ddd_outbox ");
        assertThat(statements.get(statements.size() - 1)).isEqualTo("commit");
        assertThat(context.outbox.pending()).isEqualTo(101);
    }

    @Test
    void nothing_of_an_envelope_is_lost_on_the_way_through_the_table() {
        Instant now = Instant.parse("2011-12-09T12:50:00.123456Z");
        EventMetadata why = new EventMetadata("order-1", "cause-1", "ann", "acme", "00-trace");
        var database = context.database.clock(Clock.fixed(now, ZoneOffset.UTC));
        Outbox outbox = JdbcOutbox.on(database, Context.CODEC, "notes")
                .withHeaders(Map.of("priority", "high", "remark", "\"quoted\" \\ ünï\n\t{}"));

        Message sent = CurrentMetadata.callWith(
                        why, () -> database.transactions().call(() -> outbox.publish(KEY, new Noted("ö, \"x\""))))
                .get(0);
        List<OutboxRow> rows = context.rows();

        assertThat(rows).singleElement().extracting(OutboxRow::message).isEqualTo(sent);
        assertThat(sent.time()).isEqualTo(now);
        assertThat(sent.metadata()).isEqualTo(why);
        assertThat(sent.source()).isEqualTo("notes");
        assertThat(context.column("select subject from ddd_outbox")).containsExactly("note/7");
        assertThat(sent.toString()).doesNotContain("quoted").doesNotContain("text");
    }

    @Test
    void an_unregistered_payload_is_refused_before_anything_is_written() {
        refusedInside(() -> context.outbox.publish(KEY, new Noted("a"), "a string"), "java.lang.String");
    }

    @Test
    void a_payload_that_is_too_long_is_refused_with_its_length() {
        refusedInside(
                () -> context.outbox.publish(KEY, new Noted("x".repeat(1_000_000))),
                "1000011",
                "at most 1000000",
                "reference");
    }

    @Test
    void publishing_nothing_is_refused() {
        refusedInside(() -> context.outbox.publish(KEY), "at least 1");
    }

    @Test
    void a_publisher_waits_for_one_that_took_the_key_before_and_gets_the_next_number() throws Exception {
        var taken = new CountDownLatch(1);
        var other = CompletableFuture.supplyAsync(() -> {
            await(taken);
            return context.publish("7", "second");
        });

        context.database.transactions().run(() -> {
            context.publishHere("7", "first");
            taken.countDown();
            assertThat(other).isNotDone();
        });

        assertThat(other.get(60, TimeUnit.SECONDS).number().version()).isEqualTo(2);
        assertThat(context.column("select payload from ddd_outbox order by seq").get(0))
                .contains("first");
    }

    /** The refusal comes first: the transaction stays usable and holds only what was written before and after. */
    private void refusedInside(ThrowingCallable wrong, String... says) {
        context.database.transactions().run(() -> {
            insertEffect("before");
            assertThatThrownBy(wrong)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll(says);
            insertEffect("after");
        });

        assertThat(context.count("effect")).isEqualTo(2);
        assertThat(context.outbox.pending()).isZero();
        assertThat(context.count("ddd_outbox_counter")).isZero();
    }

    private void insertEffect(String note) {
        Jdbc.update(context.database.transactions().connection(), "insert into effect values ('-', ?)", note);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(120, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
