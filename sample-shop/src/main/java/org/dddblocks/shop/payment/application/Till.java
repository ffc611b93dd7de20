package org.dddblocks.shop.payment.application;

import java.util.TreeMap;
import org.dddblocks.core.Money;
import org.dddblocks.shop.ordering.api.CreditNoteWasIssued;
import org.dddblocks.shop.ordering.api.OrderWasRejected;
import org.dddblocks.shop.payment.api.AuthorisePayment;
import org.dddblocks.shop.payment.api.CapturePayment;
import org.dddblocks.shop.payment.api.PaymentAuthorised;
import org.dddblocks.shop.payment.api.PaymentCaptured;
import org.dddblocks.shop.payment.api.PaymentDeclined;
import org.dddblocks.shop.payment.api.PaymentVoided;
import org.dddblocks.shop.payment.api.VoidPayment;
import org.dddblocks.shop.payment.model.Payment;
import org.dddblocks.shop.payment.model.PaymentBook;
import org.dddblocks.shop.payment.model.PaymentId;
import org.dddblocks.shop.payment.model.PaymentProvider;
import org.dddblocks.shop.payment.model.Payout;
import org.dddblocks.shop.payment.model.PayoutId;
import org.dddblocks.shop.support.Answers;

/**
 * Does what payment is asked to do, each message in the transaction of its inbox.
 *
 * <p>The provider is called inside that transaction, with a key it remembers: if the transaction is rolled back the
 * message comes again, the call is repeated and moves no money twice.
 */
public final class Till implements Payments {
    private final PaymentBook book;
    private final PaymentProvider provider;
    private final PaymentSums sums;
    private final Answers answers;

    /**
     * Wires it.
     *
     * @param book all payments and payouts
     * @param provider moves the money
     * @param sums reads the totals
     * @param answers carries an answer to whoever asks again
     */
    public Till(PaymentBook book, PaymentProvider provider, PaymentSums sums, Answers answers) {
        this.book = book;
        this.provider = provider;
        this.sums = sums;
        this.answers = answers;
    }

    /**
     * Sets an amount aside.
     *
     * @param command for which order, how much
     */
    public void authorise(AuthorisePayment command) {
        Payment payment = payment(command.orderId());
        if (payment.state() != Payment.State.EXPECTED) {
            answers.answer(command.orderId(), answer(payment));
            return;
        }
        payment.authorise(command.amount(), provider);
        book.put(payment);
    }

    private static Object answer(Payment decided) {
        String order = decided.id().value();
        return switch (decided.state()) {
            case AUTHORISED, CAPTURED -> new PaymentAuthorised(order);
            default -> new PaymentDeclined(order, "the payment is " + decided.state());
        };
    }

    /**
     * Takes what was set aside.
     *
     * @param command for which order
     */
    public void capture(CapturePayment command) {
        Payment payment = payment(command.orderId());
        if (payment.state() == Payment.State.CAPTURED) {
            answers.answer(command.orderId(), new PaymentCaptured(command.orderId()));
            return;
        }
        payment.capture(provider);
        book.put(payment);
    }

    /**
     * Lets go what was set aside.
     *
     * @param command for which order
     */
    public void letGo(VoidPayment command) {
        Payment payment = payment(command.orderId());
        if (payment.isUnpaidForGood()) {
            answers.answer(command.orderId(), new PaymentVoided(command.orderId()));
            return;
        }
        payment.letGo(provider);
        book.put(payment);
    }

    /**
     * An order was rejected.
     *
     * @param message which
     */
    public void callOff(OrderWasRejected message) {
        Payment payment = payment(message.orderId());
        payment.callOff();
        book.put(payment);
    }

    /**
     * Pays back what a credit note owes.
     *
     * @param message the credit note and its refunds
     */
    public void payBack(CreditNoteWasIssued message) {
        // By order id, so that two credit notes never wait for each other in a circle.
        TreeMap<String, Money> byOrder = new TreeMap<>();
        message.refunds().forEach(refund -> {
            if (refund.orderId() == null) {
                payOut(new PayoutId(message.creditNoteId()), refund.amount());
            } else {
                byOrder.merge(refund.orderId(), refund.amount(), Money::plus);
            }
        });
        byOrder.forEach((order, amount) -> {
            Payment payment = payment(order);
            payment.refund(message.creditNoteId(), amount, provider);
            book.put(payment);
        });
    }

    private void payOut(PayoutId id, Money amount) {
        if (book.find(id).isEmpty()) {
            book.add(Payout.pay(id, amount, provider));
        }
    }

    private Payment payment(String order) {
        PaymentId id = new PaymentId(order);
        return book.find(id).orElseGet(() -> Payment.expected(id));
    }

    @Override
    public PaymentTotals totals() {
        return sums.totals();
    }
}
