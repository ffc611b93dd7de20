package org.dddblocks.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class RepositoryDelegateTest {
    /** A port as a model declares it: it knows nothing of us. */
    interface AllStock {
        Optional<Stock> find(Sku sku);

        void add(Stock stock);

        void save(Stock stock);

        default boolean has(Sku sku) {
            return find(sku).isPresent();
        }
    }

    static final class StoredStock extends RepositoryDelegate<Stock, Sku> implements AllStock {
        StoredStock(Repository<Stock, Sku> repository) {
            super(repository);
        }
    }

    @Test
    void the_models_own_port_is_implemented_by_one_class_without_a_body() {
        StoredStock stored = new StoredStock(Stocks.on(TestDatabase.H2).repository);
        AllStock port = stored;
        Stock stock = Stock.of("A4", 10);
        port.add(stock);
        stock.take(1);
        port.save(stock);
        assertThat(port.has(Stocks.A4)).isTrue();
        assertThat(stored.update(Stocks.A4, found -> found.take(2)).units()).isEqualTo(7);
        assertThat(stored.get(Stocks.A4).units()).isEqualTo(7);
    }

    @Test
    void what_is_missing_is_named() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StoredStock(null))
                .withMessage("The repository of StoredStock is null; it must be given.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Database.over(null))
                .withMessageContaining("The DataSource of Database.over is null");
    }
}
