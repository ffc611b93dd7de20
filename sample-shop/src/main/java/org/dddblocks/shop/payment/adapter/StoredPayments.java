package org.dddblocks.shop.payment.adapter;

import java.util.Optional;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.RecordedEvents;
import org.dddblocks.persistence.Repository;
import org.dddblocks.persistence.StateRepository;
import org.dddblocks.shop.payment.model.Payment;
import org.dddblocks.shop.payment.model.PaymentBook;
import org.dddblocks.shop.payment.model.PaymentId;
import org.dddblocks.shop.payment.model.Payout;
import org.dddblocks.shop.payment.model.PayoutId;
import org.dddblocks.shop.support.Put;

/** Payments and payouts in tables. */
public final class StoredPayments implements PaymentBook {
    private final Repository<Payment, PaymentId> payments;
    private final Repository<Payout, PayoutId> payouts;

    /**
     * Wires it.
     *
     * @param database payment's
     * @param events hears what happened, in the same transaction
     */
    public StoredPayments(Database database, RecordedEvents events) {
        this.payments = StateRepository.on(database, Payment.TYPE, new PaymentRows())
                .recordedEvents(events)
                .build();
        this.payouts = StateRepository.on(database, Payout.TYPE, new PayoutRows())
                .recordedEvents(events)
                .build();
    }

    @Override
    public Optional<Payment> find(PaymentId id) {
        return payments.find(id);
    }

    @Override
    public void put(Payment payment) {
        Put.into(payments, payment);
    }

    @Override
    public Optional<Payout> find(PayoutId id) {
        return payouts.find(id);
    }

    @Override
    public void add(Payout payout) {
        payouts.add(payout);
    }
}
