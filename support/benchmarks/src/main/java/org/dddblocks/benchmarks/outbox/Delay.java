package org.dddblocks.benchmarks.outbox;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;

/** What a slot shows of the time between commit and handler, in microseconds. */
record Delay(double middle, double most) {

    /** The same of many slots in turns; the figures at the end are medians over the pairs of neighbours. */
    record InTurns(String wanted, List<Delay> baseline, List<Delay> ours) {
        static final String HEAD =
                "| from the commit to the handler, microseconds | by hand p50 | p99 | ours p50 | p99 | p99 more (least to most) |"
                        + " p99 ratio (least to most) | wanted |\n|---|---:|---:|---:|---:|---:|---:|---|";

        static InTurns measure(int slots, String wanted, Callable<Delay> baseline, Callable<Delay> ours)
                throws Exception {
            baseline.call();
            ours.call();
            List<Delay> baselines = new ArrayList<>();
            List<Delay> own = new ArrayList<>();
            for (int slot = 0; slot < slots; slot++) {
                boolean baselineFirst = slot % 2 == 0;
                if (baselineFirst) baselines.add(baseline.call());
                own.add(ours.call());
                if (!baselineFirst) baselines.add(baseline.call());
            }
            return new InTurns(wanted, baselines, own);
        }

        String row(String what) {
            List<Double> more = new ArrayList<>();
            List<Double> ratios = new ArrayList<>();
            for (int slot = 0; slot < ours.size(); slot++) {
                more.add(ours.get(slot).most() - baseline.get(slot).most());
                ratios.add(ours.get(slot).most() / baseline.get(slot).most());
            }
            return "| %s | %,.0f | %,.0f | %,.0f | %,.0f | **%,.0f** (%,.0f to %,.0f) | **%.2f** (%.2f to %.2f) | %s |"
                    .formatted(
                            what,
                            of(baseline, Delay::middle),
                            of(baseline, Delay::most),
                            of(ours, Delay::middle),
                            of(ours, Delay::most),
                            median(more),
                            Collections.min(more),
                            Collections.max(more),
                            median(ratios),
                            Collections.min(ratios),
                            Collections.max(ratios),
                            wanted);
        }

        private static double of(List<Delay> slots, ToDoubleFunction<Delay> figure) {
            return median(slots.stream().map(figure::applyAsDouble).toList());
        }

        private static double median(List<Double> values) {
            List<Double> sorted = values.stream().sorted().toList();
            int middle = sorted.size() / 2;
            return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        }
    }
}
