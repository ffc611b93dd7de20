package org.dddblocks.architecture.snippets;

import java.util.List;
import org.dddblocks.persistence.Upcaster;

/** What javadoc and guides say about events that change. */
interface EventEvolutionSnippets {
    abstract class Statements {
        List<Upcaster> upcasters() {
            Upcaster currency = Upcaster.from("ordering.OrderPlaced", 1).to(2, old -> old.put("currency", "GBP"));
            Upcaster moved = Upcaster.from("ordering.CustomerMoved", 1)
                    .to("ordering.StreetChanged", 1, old -> old.without("city"))
                    .and("ordering.CityChanged", 1, old -> old.has("city") ? old.without("street") : null);
            Upcaster viewed = Upcaster.from("ordering.OrderViewed", 1).toNothing();
            return List.of(currency, moved, viewed);
        }
    }
}
