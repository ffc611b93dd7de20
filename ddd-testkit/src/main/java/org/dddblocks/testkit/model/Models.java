package org.dddblocks.testkit.model;

import java.util.List;
import org.dddblocks.outbox.MessageTranslator;
import org.dddblocks.persistence.JacksonCodec;
import org.dddblocks.persistence.PayloadCodec;

/** What the stores under test must know of the model. */
public final class Models {
    private static final PayloadCodec CODEC = JacksonCodec.builder()
            .type(AccountEvent.AccountOpened.class, "account-opened")
            .type(AccountEvent.MoneyDeposited.class, "money-deposited", 2)
            .type(AccountEvent.MoneyWithdrawn.class, "money-withdrawn")
            .type(ShelfEvent.ShelfBuilt.class, "shelf-built")
            .type(ShelfEvent.UnitsStored.class, "units-stored")
            .type(AggregateChanged.class, "aggregate-changed")
            .type(Transfer.class, "transfer")
            .type(Transfer.Debit.class, "debit")
            .type(Transfer.Debited.class, "debited")
            .type(Transfer.Refund.class, "refund")
            .type(Transfer.Refunded.class, "refunded")
            .type(Transfer.Credit.class, "credit")
            .type(Transfer.Credited.class, "credited")
            .type(Transfer.Refused.class, "refused")
            .build();

    private Models() {}

    /**
     * Knows every event and message.
     *
     * @return the codec
     */
    public static PayloadCodec codec() {
        return CODEC;
    }

    /**
     * One message for each event.
     *
     * @return the translator
     */
    public static MessageTranslator messages() {
        return event -> List.of(new AggregateChanged(event.stream().toString(), event.version()));
    }
}
