package org.dddblocks.shop.payment.adapter;

import org.dddblocks.core.Money;
import org.dddblocks.shop.payment.model.PaymentProvider;

/** Anti-corruption layer: amounts and verdicts on our side, thousandths and codes on the bank's. */
public final class BankTranslation implements PaymentProvider {
    private static final String NOTHING_IN = "GBP";

    private final SimulatedBank bank;

    /**
     * Wires it.
     *
     * @param bank the outside
     */
    public BankTranslation(SimulatedBank bank) {
        this.bank = bank;
    }

    @Override
    public Verdict authorise(String key, Money amount) {
        String code = request("AUTH", key, amount);
        return switch (code) {
            case SimulatedBank.DONE -> Verdict.approved();
            case SimulatedBank.NO_COVER -> Verdict.declined("the bank declined " + amount);
            default -> throw unexpected("AUTH", key, code);
        };
    }

    @Override
    public void capture(String key, Money amount) {
        done("CAPT", key, request("CAPT", key, amount));
    }

    @Override
    public void letGo(String key) {
        done("VOID", key, bank.request("VOID", key, 0, NOTHING_IN));
    }

    @Override
    public void refund(String key, Money amount) {
        done("CRED", key, request("CRED", key, amount));
    }

    private String request(String operation, String key, Money amount) {
        long thousandths = amount.amount().movePointRight(3).longValueExact();
        return bank.request(operation, key, thousandths, amount.currency().getCurrencyCode());
    }

    private static void done(String operation, String key, String code) {
        if (!code.equals(SimulatedBank.DONE)) {
            throw unexpected(operation, key, code);
        }
    }

    private static IllegalStateException unexpected(String operation, String key, String code) {
        return new IllegalStateException(
                "The bank answered %s for %s with the code %s. The request is repeated with the message."
                        .formatted(operation, key, code));
    }
}
