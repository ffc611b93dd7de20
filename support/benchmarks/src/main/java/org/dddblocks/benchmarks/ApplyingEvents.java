package org.dddblocks.benchmarks;

import java.util.Collection;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.dddblocks.core.Changes;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Compares the replay of one event with a hand-written visitor: at most 2.5 times its time, and no allocation.
 *
 * <p>Run {@code java -cp support/benchmarks/target/benchmarks.jar org.dddblocks.benchmarks.ApplyingEvents} after {@code mvn
 * package}; it prints the ratio and ends with exit code 1 if a promise is broken.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ApplyingEvents {
    private static final int EVENTS = 1_000;
    private static final double LARGEST_RATIO = 2.5;
    // JMH itself allocates a little per iteration; one object per event would be 16 bytes at least.
    private static final double MOST_BYTES = 0.5;

    private final Account.Event[] events = new Account.Event[EVENTS];
    private final Account account = Account.TYPE.blank(new Account.Id("1"));

    /** Creates the benchmark; JMH calls it. */
    public ApplyingEvents() {}

    /** Shuffles six kinds of events, so that no branch can be guessed. */
    @Setup
    public void shuffle() {
        Random random = new Random(42);
        for (int i = 0; i < EVENTS; i++) {
            events[i] = eventOf(random.nextInt(6), i);
        }
    }

    private static Account.Event eventOf(int kind, long amount) {
        return switch (kind) {
            case 0 -> new Account.Opened(amount);
            case 1 -> new Account.Deposited(amount);
            case 2 -> new Account.Withdrawn(amount);
            case 3 -> new Account.Limited(amount);
            case 4 -> new Account.Blocked("b");
            default -> new Account.Unblocked("u");
        };
    }

    /**
     * Each event by the visitor that a person would write.
     *
     * @return the balance, so that nothing is optimised away
     */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public long visitor() {
        for (Account.Event event : events) {
            event.visit(account);
        }
        return account.balance();
    }

    /**
     * Each event by the described type, as a store replays it.
     *
     * @return the balance, so that nothing is optimised away
     */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public long replay() {
        for (Account.Event event : events) {
            Changes.replay(Account.TYPE, account, event);
        }
        return account.balance();
    }

    /**
     * Runs both and compares them.
     *
     * @param arguments {@code quick} for a run of seconds instead of minutes
     * @throws RunnerException if JMH cannot run
     */
    public static void main(String[] arguments) throws RunnerException {
        boolean quick = arguments.length > 0 && arguments[0].equals("quick");
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(ApplyingEvents.class.getName())
                        .forks(quick ? 1 : 5)
                        .warmupIterations(5)
                        .measurementIterations(5)
                        .warmupTime(TimeValue.milliseconds(quick ? 300 : 1000))
                        .measurementTime(TimeValue.milliseconds(quick ? 300 : 1000))
                        .addProfiler(GCProfiler.class)
                        .build())
                .run();
        double ratio = nanos(results, "replay") / nanos(results, "visitor");
        double bytes = bytes(results, "replay");
        System.out.printf("replay / visitor = %.2f (at most %.1f)%n", ratio, LARGEST_RATIO);
        System.out.printf("bytes allocated per event = %.3f (none)%n", bytes);
        System.exit(ratio <= LARGEST_RATIO && bytes <= MOST_BYTES ? 0 : 1);
    }

    private static double nanos(Collection<RunResult> results, String benchmark) {
        return resultOf(results, benchmark).getPrimaryResult().getScore();
    }

    private static double bytes(Collection<RunResult> results, String benchmark) {
        return resultOf(results, benchmark)
                .getSecondaryResults()
                .get("gc.alloc.rate.norm")
                .getScore();
    }

    private static RunResult resultOf(Collection<RunResult> results, String benchmark) {
        return results.stream()
                .filter(result -> result.getParams().getBenchmark().endsWith("." + benchmark))
                .findFirst()
                .orElseThrow();
    }
}
