package org.dddblocks.shop.payment.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.dddblocks.core.AggregateRoot;
import org.dddblocks.core.AggregateType;
import org.dddblocks.core.Money;
import org.dddblocks.shop.payment.model.PaymentEvent.AmountAuthorised;
import org.dddblocks.shop.payment.model.PaymentEvent.AmountCaptured;
import org.dddblocks.shop.payment.model.PaymentEvent.AmountDeclined;
import org.dddblocks.shop.payment.model.PaymentEvent.AmountVoided;
import org.dddblocks.shop.payment.model.PaymentEvent.PaymentCalledOff;
import org.dddblocks.shop.payment.model.PaymentEvent.RefundRequested;
import org.jspecify.annotations.Nullable;

/**
 * The payment of one order with what was paid back of it. Messages may arrive in any order: a refund that comes before
 * the payment waits, and lapses if the payment never happens.
 */
public final class Payment extends AggregateRoot<Payment, PaymentId, PaymentEvent> {
    /** Its name and events. */
    public static final AggregateType<Payment, PaymentId, PaymentEvent> TYPE =
            AggregateType.stateBased("payment", Payment.class, PaymentEvent.class);

    private State state;
    private @Nullable Money amount;
    private final List<Refund> refunds;

    private Payment(PaymentId id, State state, @Nullable Money amount, List<Refund> refunds) {
        super(id);
        this.state = state;
        this.amount = amount;
        this.refunds = new ArrayList<>(refunds);
    }

    /** How far a payment is. */
    public enum State {
        /** Nobody asked the bank yet. */
        EXPECTED,
        /** The bank set the amount aside. */
        AUTHORISED,
        /** The bank said no. */
        DECLINED,
        /** The amount was taken. */
        CAPTURED,
        /** The amount was let go. */
        VOIDED,
        /** The order was rejected before anybody asked the bank, and nobody will. */
        CALLED_OFF
    }

    /**
     * A payment nobody asked for yet.
     *
     * @param id of which order
     * @return it
     */
    public static Payment expected(PaymentId id) {
        return new Payment(id, State.EXPECTED, null, List.of());
    }

    /**
     * A payment as it was stored.
     *
     * @param id of which order
     * @param state how far it is
     * @param amount null while it is expected
     * @param refunds what was asked back
     * @return it
     */
    public static Payment stored(PaymentId id, State state, @Nullable Money amount, List<Refund> refunds) {
        return new Payment(id, state, amount, refunds);
    }

    /**
     * Sets the amount aside, if the bank agrees; does nothing if that was decided before. Zero needs no bank.
     *
     * @param due how much, at least zero
     * @param bank is asked at most once, with the order's id as key
     */
    public void authorise(Money due, PaymentProvider bank) {
        require(!due.isNegative(), "AMOUNT_NEGATIVE", "Order %s costs %s; it must be at least zero.", id(), due);
        if (state != State.EXPECTED) {
            return;
        }
        amount = due;
        PaymentProvider.Verdict verdict =
                due.isZero() ? PaymentProvider.Verdict.approved() : bank.authorise(id().value(), due);
        if (verdict.isApproved()) {
            state = State.AUTHORISED;
            record(new AmountAuthorised(id(), due));
        } else {
            end(State.DECLINED);
            record(new AmountDeclined(id(), due, verdict.reason()));
        }
    }

    /**
     * Takes the amount and pays the refunds that waited for it; once is enough.
     *
     * @param bank takes and gives money, each with a key that it remembers
     */
    public void capture(PaymentProvider bank) {
        if (state == State.CAPTURED) {
            return;
        }
        require(
                state == State.AUTHORISED,
                "PAYMENT_NOT_AUTHORISED",
                "The payment of order %s is %s; only an authorised one is captured.",
                id(),
                state);
        Money due = Objects.requireNonNull(amount, "An authorised payment has an amount.");
        if (!due.isZero()) {
            bank.capture(id().value(), due);
        }
        state = State.CAPTURED;
        record(new AmountCaptured(id(), due));
        refunds.replaceAll(refund -> refund.state() == Refund.State.WAITING ? paid(refund, bank) : refund);
    }

    /**
     * Lets the amount go; an authorisation that comes later is refused.
     *
     * @param bank is told if it had set something aside
     */
    public void letGo(PaymentProvider bank) {
        require(state != State.CAPTURED, "PAYMENT_CAPTURED", "The payment of order %s was captured already.", id());
        if (isUnpaidForGood()) {
            return;
        }
        if (state == State.AUTHORISED && amount != null && !amount.isZero()) {
            bank.letGo(id().value());
        }
        end(State.VOIDED);
        record(new AmountVoided(id()));
    }

    /** The order was rejected: if nobody asked the bank yet, nobody will, and refunds that wait lapse. */
    public void callOff() {
        if (state == State.EXPECTED) {
            end(State.CALLED_OFF);
            record(new PaymentCalledOff(id()));
        }
    }

    /**
     * Pays money back: at once if the payment is captured, later if it still can be, never if it cannot.
     *
     * @param creditNote which; asking again with the same one changes nothing
     * @param back how much
     * @param bank gives the money
     */
    public void refund(String creditNote, Money back, PaymentProvider bank) {
        if (refunds.stream().anyMatch(refund -> refund.creditNote().equals(creditNote))) {
            return;
        }
        Refund asked = new Refund(creditNote, back, Refund.State.WAITING);
        Refund refund = switch (state) {
            case EXPECTED, AUTHORISED -> asked;
            case CAPTURED -> paid(asked, bank);
            case DECLINED, VOIDED, CALLED_OFF -> asked.become(Refund.State.NOT_DUE);
        };
        refunds.add(refund);
        record(new RefundRequested(id(), refund));
    }

    private Refund paid(Refund refund, PaymentProvider bank) {
        bank.refund(refund.creditNote() + "/" + id().value(), refund.amount());
        return refund.become(Refund.State.PAID);
    }

    private void end(State unpaid) {
        state = unpaid;
        refunds.replaceAll(refund -> refund.become(Refund.State.NOT_DUE));
    }

    /**
     * How far it is.
     *
     * @return the state
     */
    public State state() {
        return state;
    }

    /**
     * Whether no money moved and none will.
     *
     * @return true once it was declined, let go or called off
     */
    public boolean isUnpaidForGood() {
        return state == State.DECLINED || state == State.VOIDED || state == State.CALLED_OFF;
    }

    /**
     * How much.
     *
     * @return null while it is expected
     */
    public @Nullable Money amount() {
        return amount;
    }

    /**
     * What was asked back.
     *
     * @return the refunds, oldest first
     */
    public List<Refund> refunds() {
        return List.copyOf(refunds);
    }
}
