package org.dddblocks.eventstore;

import org.dddblocks.core.AggregateType;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.EventSourcedAggregateRoot;
import org.dddblocks.core.TypedId;

/** An aggregate that by mistake carries the name of another one. */
final class Parcel extends EventSourcedAggregateRoot<Parcel, Parcel.ParcelId, Parcel.ParcelEvent> {
    static final AggregateType<Parcel, ParcelId, ParcelEvent> TYPE = AggregateType.eventSourced(
                    "order", Parcel.class, ParcelEvent.class, Parcel::new)
            .on(ParcelSent.class, (parcel, e) -> {})
            .build();

    private Parcel(ParcelId id) {
        super(TYPE, id);
    }

    record ParcelId(String value) implements TypedId<Parcel> {}

    sealed interface ParcelEvent extends DomainEvent {}

    record ParcelSent() implements ParcelEvent {}
}
