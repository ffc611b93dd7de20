package org.dddblocks.shop.ordering.model;

import java.util.ArrayList;
import java.util.List;

/** Finds the sales that a credit note is about: the customer's most recent units of a product first, then older ones. */
public final class Matching {
    private Matching() {}

    /**
     * Matches line by line; what is taken for one line is gone for the next.
     *
     * @param lines the credit note's
     * @param open the customer's open lines, most recent first
     * @return what was found; units without a match are missing from it
     */
    public static List<Match> mostRecentFirst(List<Line> lines, List<OpenLine> open) {
        int[] left = open.stream().mapToInt(OpenLine::units).toArray();
        List<Match> matches = new ArrayList<>();
        for (Line line : lines) {
            int wanted = line.quantity();
            for (int i = 0; i < left.length && wanted > 0; i++) {
                OpenLine sale = open.get(i);
                int taken = sale.sku().equals(line.sku()) ? Math.min(wanted, left[i]) : 0;
                if (taken > 0) {
                    left[i] -= taken;
                    wanted -= taken;
                    matches.add(new Match(line.number(), sale.order(), new LineUnits(sale.line(), sale.sku(), taken)));
                }
            }
        }
        return List.copyOf(matches);
    }
}
