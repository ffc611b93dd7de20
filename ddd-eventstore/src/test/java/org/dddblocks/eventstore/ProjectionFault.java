package org.dddblocks.eventstore;

import javax.sql.DataSource;
import org.dddblocks.persistence.FeedSource;

/** What is wrong with a node that runs projections; by default nothing. */
interface ProjectionFault {
    default DataSource database(DataSource right) {
        return right;
    }

    default FeedSource feed(FeedSource right) {
        return right;
    }

    default Projection projection(Projection right) {
        return right;
    }
}
