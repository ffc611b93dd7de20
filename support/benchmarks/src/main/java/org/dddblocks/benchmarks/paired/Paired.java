package org.dddblocks.benchmarks.paired;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Two ways to do the same, measured in turns, so that whatever else the machine does meets both: the figure is the median of
 * the ratios of neighbours.
 */
public record Paired(double wanted, List<Double> baseline, List<Double> ours) {
    public static final String HEAD =
            "| what | hand-written, a second | ours, a second | ratio (least to most) | wanted |\n"
                    + "|---|---:|---:|---:|---:|";

    /** Does the work for about one slot and returns how many units a second it did. */
    @FunctionalInterface
    public interface Rate {
        double measure() throws Exception;
    }

    public static Paired measure(int slots, double wanted, Rate baseline, Rate ours) throws Exception {
        baseline.measure();
        ours.measure();
        List<Double> baselines = new ArrayList<>();
        List<Double> ourRates = new ArrayList<>();
        for (int slot = 0; slot < slots; slot++) {
            boolean baselineFirst = slot % 2 == 0;
            if (baselineFirst) baselines.add(baseline.measure());
            ourRates.add(ours.measure());
            if (!baselineFirst) baselines.add(baseline.measure());
        }
        return new Paired(wanted, baselines, ourRates);
    }

    public String row(String what) {
        List<Double> ratios = new ArrayList<>();
        for (int slot = 0; slot < ours.size(); slot++) ratios.add(ours.get(slot) / baseline.get(slot));
        return "| %s | %,.0f | %,.0f | **%.2f** (%.2f to %.2f) | ≥ %.2f |"
                .formatted(
                        what,
                        median(baseline),
                        median(ours),
                        median(ratios),
                        Collections.min(ratios),
                        Collections.max(ratios),
                        wanted);
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
