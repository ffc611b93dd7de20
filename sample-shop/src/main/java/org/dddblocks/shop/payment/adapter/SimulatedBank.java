package org.dddblocks.shop.payment.adapter;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongPredicate;

/**
 * Stands for the outside provider and speaks its language: references, thousandths, two-digit codes. It remembers each
 * reference as long as it runs and answers it the same way again.
 */
public final class SimulatedBank {
    /** The code for a request that was carried out. */
    static final String DONE = "00";

    /** The code for a card without cover. */
    static final String NO_COVER = "51";

    private final LongPredicate refuses;
    private final Map<String, String> codes = new ConcurrentHashMap<>();

    /**
     * Opens the bank.
     *
     * @param refuses which amounts, in thousandths, have no cover
     */
    public SimulatedBank(LongPredicate refuses) {
        this.refuses = refuses;
    }

    /**
     * Receives a request.
     *
     * @param operation {@code AUTH}, {@code CAPT}, {@code VOID} or {@code CRED}
     * @param reference of the merchant; the same operation and reference is the same request
     * @param thousandths of the currency
     * @param currency ISO code
     * @return a two-digit code
     */
    String request(String operation, String reference, long thousandths, String currency) {
        return codes.computeIfAbsent(
                operation + " " + currency + " " + reference,
                request -> operation.equals("AUTH") && refuses.test(thousandths) ? NO_COVER : DONE);
    }
}
