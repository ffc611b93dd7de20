package org.dddblocks.saga;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.dddblocks.saga.StoryEntry.What;
import org.junit.jupiter.api.Test;

/**
 * A runner's process dies at the k-th of its calls to the database, for every k; a new one on the same database goes on. An
 * undisturbed run counts the calls.
 */
abstract class SagaCrashContract {
    protected abstract World world();

    @Test
    void a_completing_saga_survives_a_crash_at_every_call_and_does_nothing_twice() throws Exception {
        crashEverywhere("none", SagaStatus.COMPLETED);
    }

    @Test
    void a_compensating_saga_survives_a_crash_at_every_call_and_does_nothing_twice() throws Exception {
        crashEverywhere("pay", SagaStatus.COMPENSATED);
    }

    private void crashEverywhere(String refuse, SagaStatus end) throws Exception {
        run(new Pool(world().raw), refuse, end); // the very first one also numbers the kinds of messages
        Pool counting = new Pool(world().raw);
        List<String> expected = run(counting, refuse, end);
        List<String> calls = counting.calls();
        assertThat(calls).hasSizeGreaterThan(50).contains("commit");
        for (int call = 1; call <= calls.size(); call++) {
            crashAt(call, Pool.When.BEFORE, refuse, end, expected);
            if (calls.get(call - 1).equals("commit")) {
                crashAt(call, Pool.When.AFTER, refuse, end, expected);
            }
        }
    }

    private void crashAt(int call, Pool.When when, String refuse, SagaStatus end, List<String> expected)
            throws Exception {
        Pool dying = new Pool(world().raw).dyingAt(call, when);
        try {
            assertThat(run(dying, refuse, end)).isEqualTo(expected);
            assertThat(dying.isDead()).as("the crash was hit").isTrue();
        } catch (Exception | AssertionError e) {
            throw new AssertionError("Crash " + when + " call " + call + ", refused: " + refuse, e);
        }
    }

    /** What the participants and the saga did, without the trip's name, once all is at rest. */
    private List<String> run(Pool pool, String refuse, SagaStatus end) throws Exception {
        World world = world();
        String trip = World.trip();
        try {
            SagaRunner node = world.node(pool);
            node.start("trip", trip, Trip.of(trip, refuse));
            world.settle(node, pool::isDead);
        } catch (Exception e) {
            assertThat(pool.isDead()).as("only the dead fail, not: " + e).isTrue();
        }
        SagaRunner next = world.node();
        UUID id = next.start("trip", trip, Trip.of(trip, refuse)); // whoever started it asks again after a crash
        world.settle(next);
        assertThat(next.find(id).orElseThrow().status()).isEqualTo(end);
        assertThat(next.story(id).stream().filter(entry -> entry.what() == What.COMPLETED))
                .extracting(StoryEntry::step)
                .doesNotHaveDuplicates();
        return world.effects(trip).stream()
                .map(effect -> effect.replace(trip, "the trip"))
                .toList();
    }
}
