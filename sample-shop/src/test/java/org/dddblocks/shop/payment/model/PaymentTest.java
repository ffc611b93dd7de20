package org.dddblocks.shop.payment.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.dddblocks.core.DomainRejection;
import org.dddblocks.core.Money;
import org.junit.jupiter.api.Test;

class PaymentTest {
    private static final Money TEN = Money.of("10.00", "GBP");
    private static final Money THREE = Money.of("3.00", "GBP");

    private final Bank bank = new Bank();
    private final Payment payment = Payment.expected(new PaymentId("536365"));

    @Test
    void money_is_set_aside_taken_and_paid_back_once_each() {
        payment.authorise(TEN, bank);
        payment.authorise(TEN, bank);
        payment.capture(bank);
        payment.capture(bank);
        payment.refund("C1", THREE, bank);
        payment.refund("C1", THREE, bank);
        assertThat(bank.asked)
                .containsExactly("authorise 536365 10.00 GBP", "capture 536365 10.00 GBP", "refund C1/536365 3.00 GBP");
    }

    @Test
    void a_refund_before_the_capture_waits_for_it() {
        payment.authorise(TEN, bank);
        payment.refund("C1", THREE, bank);
        assertThat(states()).containsExactly(Refund.State.WAITING);
        payment.capture(bank);
        assertThat(states()).containsExactly(Refund.State.PAID);
        assertThat(bank.asked).endsWith("capture 536365 10.00 GBP", "refund C1/536365 3.00 GBP");
    }

    @Test
    void a_refund_before_anybody_asked_the_bank_waits_too() {
        payment.refund("C1", THREE, bank);
        payment.authorise(TEN, bank);
        payment.capture(bank);
        assertThat(states()).containsExactly(Refund.State.PAID);
    }

    @Test
    void a_refund_lapses_when_the_bank_declines() {
        bank.declines = true;
        payment.refund("C1", THREE, bank);
        payment.authorise(TEN, bank);
        payment.refund("C2", THREE, bank);
        assertThat(payment.state()).isEqualTo(Payment.State.DECLINED);
        assertThat(states()).containsExactly(Refund.State.NOT_DUE, Refund.State.NOT_DUE);
    }

    @Test
    void a_refund_lapses_when_the_payment_is_let_go() {
        payment.authorise(TEN, bank);
        payment.refund("C1", THREE, bank);
        payment.letGo(bank);
        payment.letGo(bank);
        payment.refund("C2", THREE, bank);
        assertThat(states()).containsExactly(Refund.State.NOT_DUE, Refund.State.NOT_DUE);
        assertThat(bank.asked).containsExactly("authorise 536365 10.00 GBP", "let go 536365");
    }

    @Test
    void a_refund_lapses_when_the_order_is_rejected_before_anybody_asked_the_bank() {
        payment.refund("C1", THREE, bank);
        payment.callOff();
        payment.refund("C2", THREE, bank);
        assertThat(states()).containsExactly(Refund.State.NOT_DUE, Refund.State.NOT_DUE);
        payment.authorise(TEN, bank);
        assertThat(bank.asked).isEmpty();
    }

    @Test
    void a_rejected_order_does_not_undo_what_the_bank_did() {
        payment.authorise(TEN, bank);
        payment.callOff();
        assertThat(payment.state()).isEqualTo(Payment.State.AUTHORISED);
    }

    @Test
    void what_was_let_go_before_it_was_asked_for_is_never_authorised() {
        payment.letGo(bank);
        payment.authorise(TEN, bank);
        assertThat(payment.state()).isEqualTo(Payment.State.VOIDED);
        assertThat(bank.asked).isEmpty();
    }

    @Test
    void nothing_to_pay_bothers_no_bank() {
        bank.declines = true;
        payment.authorise(Money.zero("GBP"), bank);
        payment.capture(bank);
        assertThat(payment.state()).isEqualTo(Payment.State.CAPTURED);
        assertThat(bank.asked).isEmpty();
    }

    @Test
    void a_payment_that_was_not_authorised_is_not_captured() {
        assertThatThrownBy(() -> payment.capture(bank))
                .isInstanceOfSatisfying(
                        DomainRejection.class,
                        refusal -> assertThat(refusal.code()).isEqualTo("PAYMENT_NOT_AUTHORISED"));
    }

    @Test
    void a_captured_payment_is_not_let_go() {
        payment.authorise(TEN, bank);
        payment.capture(bank);
        assertThatThrownBy(() -> payment.letGo(bank)).isInstanceOf(DomainRejection.class);
    }

    private List<Refund.State> states() {
        return payment.refunds().stream().map(Refund::state).toList();
    }

    private static final class Bank implements PaymentProvider {
        private final List<String> asked = new ArrayList<>();
        private boolean declines;

        @Override
        public Verdict authorise(String key, Money amount) {
            asked.add("authorise " + key + " " + amount);
            return declines ? Verdict.declined("no cover") : Verdict.approved();
        }

        @Override
        public void capture(String key, Money amount) {
            asked.add("capture " + key + " " + amount);
        }

        @Override
        public void letGo(String key) {
            asked.add("let go " + key);
        }

        @Override
        public void refund(String key, Money amount) {
            asked.add("refund " + key + " " + amount);
        }
    }
}
