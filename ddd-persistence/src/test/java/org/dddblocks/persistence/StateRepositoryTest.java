package org.dddblocks.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.dddblocks.core.DomainEvent;
import org.dddblocks.core.EventEnvelope;
import org.dddblocks.persistence.spi.Jdbc;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StateRepositoryTest {
    private final List<EventEnvelope<? extends DomainEvent>> handedOn = new ArrayList<>();

    private Repository<Stock, Sku> stocks(Database database) {
        database.transactions().run(() -> Jdbc.update(database.transactions().connection(), StockRows.TABLE));
        return StateRepository.on(database, Stock.TYPE, new StockRows())
                .recordedEvents(handedOn::addAll)
                .build();
    }

    @ParameterizedTest
    @EnumSource
    void a_root_is_found_as_it_was_saved_and_its_events_are_handed_on_with_their_versions(TestDatabase kind) {
        Database database = Database.over(kind.fresh());
        Repository<Stock, Sku> stocks = stocks(database);
        Stock stock = Stock.of("A4", 10);
        stock.take(3);
        stocks.add(stock);
        stocks.update(new Sku("A4"), found -> found.take(2));
        assertThat(stocks.get(new Sku("A4")).units()).isEqualTo(5);
        assertThat(handedOn.stream().map(EventEnvelope::version).collect(Collectors.toList()))
                .containsExactly(1L, 2L, 3L);
        assertThatThrownBy(() -> stocks.add(Stock.of("A4", 1)))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("stock/A4 is stored at version 3");
    }
}
