package org.dddblocks.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.dddblocks.outbox.AuditEntry.Action;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Dead letters without a relay: rows are given up by hand. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class DeadLettersTest {
    private final Context context;
    private final DeadLetters letters;
    private final DeadLetterTable table;

    DeadLettersTest(TestDatabase kind) {
        context = Context.on(kind);
        letters = DeadLetters.on(context.database);
        table = new DeadLetterTable(context.database);
    }

    private long published(String key, String note) {
        UUID id = context.publish(key, note).id();
        return Long.parseLong(context.column("select seq from ddd_outbox where id = '" + id + "'")
                .get(0));
    }

    private boolean bury(long seq, FailurePolicy policy) {
        DeadLetterTable.Hopeless row = new DeadLetterTable.Hopeless(seq, policy, 10, null, "cannot digest");
        return context.database
                .transactions()
                .call(() -> table.bury(context.database.transactions().connection(), row, "relay 1"));
    }

    private long buried(String key, String note, FailurePolicy policy) {
        long seq = published(key, note);
        assertThat(bury(seq, policy)).isTrue();
        return seq;
    }

    private List<String> outbox() {
        return context.column("select payload from ddd_outbox order by seq");
    }

    @Test
    void a_dead_letter_tells_everything_but_its_payload() {
        Message message = context.publish("a", "secret");
        long seq = Long.parseLong(context.column("select seq from ddd_outbox").get(0));
        bury(seq, FailurePolicy.PARK_KEY);

        DeadLetter letter = letters.list(0, 10).get(0);

        assertThat(letter.number()).isEqualTo(seq);
        assertThat(letter.messageId()).isEqualTo(message.id().toString());
        assertThat(List.of(letter.keyType(), letter.keyId(), letter.type())).containsExactly("note", "a", "test.Noted");
        assertThat(letter.policy()).isEqualTo(FailurePolicy.PARK_KEY);
        assertThat(letter.attempts()).isEqualTo(10);
        assertThat(letter.error()).isEqualTo("cannot digest");
        assertThat(letter.givenUpAt()).isEqualTo(letter.failingSince());
        assertThat(letter.toString()).doesNotContain("secret");
        assertThat(letters.message(seq)).contains(message);
        assertThat(letters.message(seq + 1)).isEmpty();
        assertThat(letters.count()).isEqualTo(1);
        assertThat(context.outbox.pending()).isZero();
    }

    @Test
    void a_row_that_is_gone_from_the_outbox_makes_no_dead_letter() {
        long seq = published("a", "1");
        context.execute("delete from ddd_outbox");

        assertThat(bury(seq, FailurePolicy.PARK_KEY)).isFalse();
        assertThat(letters.count()).isZero();
        assertThat(letters.audit(0, 10)).isEmpty();
    }

    @Test
    void letters_are_listed_page_by_page_in_the_order_of_publishing() {
        List<Long> numbers = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            numbers.add(published("k" + i, "n" + i));
        }
        List<Long> mixed = new ArrayList<>(numbers);
        Collections.reverse(mixed);
        mixed.forEach(seq -> bury(seq, FailurePolicy.SKIP));

        List<Long> listed = new ArrayList<>();
        long after = 0;
        for (List<DeadLetter> page = letters.list(after, 3); !page.isEmpty(); page = letters.list(after, 3)) {
            page.forEach(letter -> listed.add(letter.number()));
            after = page.get(page.size() - 1).number();
        }
        assertThat(listed).isEqualTo(numbers);
    }

    @Test
    void a_redriven_message_is_the_same_row_under_its_old_number_before_those_that_waited() {
        long one = buried("a", "one", FailurePolicy.PARK_KEY);
        Message stored = letters.message(one).orElseThrow();
        context.publish("a", "two");

        Redriven redriven = letters.redrive(one, "ann", "reader repaired");

        assertThat(redriven.numbers()).containsExactly(one);
        assertThat(redriven.warnings()).isEmpty();
        assertThat(outbox()).hasSize(2).first().asString().contains("one");
        assertThat(context.column("select id from ddd_outbox order by seq").get(0))
                .isEqualTo(stored.id().toString());
        assertThat(letters.count()).isZero();
        assertThat(context.outbox.failing())
                .as("it goes first, and at once")
                .extracting(FailingKey::messageId, FailingKey::attempts)
                .containsExactly(tuple(stored.id(), 0));
    }

    @Test
    void publishing_goes_on_after_a_redrive_with_numbers_of_its_own() {
        long one = buried("a", "one", FailurePolicy.PARK_KEY);
        letters.redrive(one, "ann", "again");

        long two = published("a", "two");

        assertThat(two).isGreaterThan(one);
    }

    @Test
    void a_skipped_message_is_redriven_with_a_warning() {
        long one = buried("a", "one", FailurePolicy.SKIP);

        Redriven redriven = letters.redrive(one, "ann", "again");

        assertThat(redriven.numbers()).containsExactly(one);
        assertThat(redriven.warnings())
                .singleElement()
                .asString()
                .contains("note/a", "was skipped", "one with a gate for each key drops it");
    }

    @Test
    void what_waits_behind_another_dead_letter_is_redriven_with_a_warning() {
        long before = buried("a", "none", FailurePolicy.SKIP);
        long parked = buried("a", "one", FailurePolicy.PARK_KEY);
        long skipped = buried("a", "two", FailurePolicy.SKIP);
        long halting = buried("b", "three", FailurePolicy.HALT);

        assertThat(letters.redriveAll(List.of(before, skipped), "ann", "again").warnings())
                .anySatisfy(warning -> assertThat(warning).contains("number " + parked, "PARK_KEY", "waits"))
                .anySatisfy(warning -> assertThat(warning).contains("number " + halting, "HALT", "waits"))
                .hasSize(4);
        assertThat(letters.redriveAll(List.of(parked, halting), "ann", "again").warnings())
                .isEmpty();
    }

    @Test
    void what_lies_before_a_parked_message_does_not_wait_for_it() {
        long before = buried("a", "one", FailurePolicy.SKIP);
        buried("a", "two", FailurePolicy.PARK_KEY);
        published("a", "three");

        assertThat(letters.redrive(before, "ann", "again").warnings())
                .singleElement()
                .asString()
                .contains("was skipped");
        assertThat(context.rows()).extracting(OutboxRow::seq).containsExactly(before);
    }

    @Test
    void a_key_is_redriven_as_a_whole_and_the_one_it_waits_for_goes_first() {
        long skipped = buried("a", "one", FailurePolicy.SKIP);
        long parked = buried("a", "two", FailurePolicy.PARK_KEY);
        long other = buried("b", "three", FailurePolicy.PARK_KEY);
        MessageKey key = new MessageKey("note", "a");
        assertThat(letters.ofKey(key)).extracting(DeadLetter::number).containsExactly(skipped, parked);

        assertThat(letters.redriveKey(key, "ann", "again").numbers()).containsExactly(skipped, parked);

        assertThat(context.column("select seq from ddd_outbox_failing")).containsExactly("" + parked);
        assertThat(letters.list(0, 10)).extracting(DeadLetter::number).containsExactly(other);
        assertThat(letters.redriveKey(key, "ann", "again").numbers()).isEmpty();
    }

    @Test
    void a_key_that_fails_at_another_message_keeps_its_place() {
        long skipped = buried("a", "one", FailurePolicy.SKIP);
        long failing = published("a", "two");
        context.execute(
                "insert into ddd_outbox_failing select aggregatetype, aggregateid, id, type, seq, 4, time, time,"
                        + " 'x' from ddd_outbox");

        letters.redrive(skipped, "ann", "again");

        assertThat(context.column("select seq from ddd_outbox_failing")).containsExactly("" + failing);
    }

    @Test
    void discarding_drops_the_message_and_tells_whether_it_was_there() {
        long one = buried("a", "one", FailurePolicy.PARK_KEY);
        long two = buried("b", "two", FailurePolicy.PARK_KEY);

        assertThat(letters.discard(one, "ann", "a test order")).isTrue();
        assertThat(letters.discard(one, "ann", "a test order")).isFalse();
        assertThat(letters.discardAll(List.of(one, two), "ann", "a test order")).isEqualTo(1);

        assertThat(letters.count()).isZero();
        assertThat(context.outbox.pending()).isZero();
    }

    @Test
    void everything_is_audited_with_who_when_and_why_but_without_the_payload() {
        long one = buried("a", "secret", FailurePolicy.PARK_KEY);
        letters.redrive(one, "ann", "reader repaired");
        bury(one, FailurePolicy.PARK_KEY);
        letters.discard(one, "bob", "no longer needed");

        List<AuditEntry> audit = letters.audit(0, 10);

        assertThat(audit)
                .extracting(AuditEntry::action, AuditEntry::who, AuditEntry::why)
                .containsExactly(
                        tuple(Action.GIVEN_UP, "relay 1", "cannot digest"),
                        tuple(Action.REDRIVEN, "ann", "reader repaired"),
                        tuple(Action.GIVEN_UP, "relay 1", "cannot digest"),
                        tuple(Action.DISCARDED, "bob", "no longer needed"));
        assertThat(audit).extracting(AuditEntry::letter).containsOnly(one);
        assertThat(audit).isSortedAccordingTo((a, b) -> a.at().compareTo(b.at()));
        assertThat(letters.audit(audit.get(2).number(), 10)).containsExactly(audit.get(3));
        assertThat(context.column("select * from ddd_outbox_audit").toString()).doesNotContain("secret");
    }

    @Test
    void what_the_caller_s_transaction_takes_back_did_not_happen() {
        long one = buried("a", "one", FailurePolicy.PARK_KEY);

        assertThatThrownBy(() -> context.database.transactions().run(() -> {
                    letters.redrive(one, "ann", "again");
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");

        assertThat(letters.count()).isEqualTo(1);
        assertThat(letters.audit(0, 10)).hasSize(1);
        assertThat(context.outbox.pending()).isZero();
    }

    @Test
    void a_row_that_cannot_be_read_moves_unchanged_and_says_what_is_wrong() {
        long seq = published("a", "one");
        context.execute("update ddd_outbox set headers = 'no json'");
        bury(seq, FailurePolicy.PARK_KEY);

        assertThat(letters.list(0, 10)).extracting(DeadLetter::number).containsExactly(seq);
        assertThatThrownBy(() -> letters.message(seq))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("headers");
        letters.redrive(seq, "ann", "again");

        assertThat(context.column("select headers from ddd_outbox")).containsExactly("no json");
    }

    @Test
    void of_two_operators_who_act_at_the_same_time_one_does_it() throws Exception {
        ExecutorService operators = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 20; round++) {
                long one = buried("a" + round, "one", FailurePolicy.PARK_KEY);
                long two = buried("b" + round, "two", FailurePolicy.PARK_KEY);
                CyclicBarrier together = new CyclicBarrier(2);
                Callable<Integer> redrives = () -> {
                    together.await(60, TimeUnit.SECONDS);
                    return letters.redriveAll(List.of(one, two), "ann", "again")
                            .numbers()
                            .size();
                };
                Callable<Integer> discards = () -> {
                    together.await(60, TimeUnit.SECONDS);
                    return letters.discardAll(List.of(two, one), "bob", "not needed");
                };
                Future<Integer> redriven = operators.submit(redrives);
                Future<Integer> discarded = operators.submit(discards);

                assertThat(redriven.get(60, TimeUnit.SECONDS) + discarded.get(60, TimeUnit.SECONDS))
                        .isEqualTo(2);
                assertThat(context.outbox.pending()).isEqualTo((long) redriven.get());
                assertThat(letters.count()).isZero();
                context.execute("delete from ddd_outbox");
            }
        } finally {
            operators.shutdownNow();
        }
    }

    @Test
    void wrong_arguments_are_refused_with_what_to_do() {
        long one = buried("a", "one", FailurePolicy.PARK_KEY);

        assertThatThrownBy(() -> letters.redrive(one, " ", "again")).hasMessageContainingAll("who", "Name the person");
        assertThatThrownBy(() -> letters.discard(one, "ann", "")).hasMessageContainingAll("why", "Say what");
        assertThatThrownBy(() -> letters.redriveAll(List.of(), "ann", "x")).hasMessageContaining("1 to 1000");
        assertThatThrownBy(() -> letters.discardAll(Collections.nCopies(1001, 1L), "ann", "x"))
                .hasMessageContaining("1001");
        assertThatThrownBy(() -> letters.list(0, 0)).hasMessageContainingAll("limit", "1 to 1000");
        assertThatThrownBy(() -> letters.audit(0, 1001)).hasMessageContainingAll("limit", "1 to 1000");
        assertThat(letters.count()).isEqualTo(1);
    }
}
