package org.dddblocks.persistence;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The SQL that loads and saves a state-based root: yours, in your tables; the repository adds version check, events and
 * transaction.
 *
 * <p><b>Shape.</b> Each root has one row with a version column, which the UPDATE must name in its WHERE clause; rows of
 * inner entities belong to the same methods. <b>Threads.</b> One instance serves many threads.
 * <pre>{@code
 * public int update(Connection connection, Stock stock, long expected, long version) throws SQLException {
 *     String sql = "update stock set on_hand = ?, version = ? where sku = ? and version = ?";
 *     try (var update = connection.prepareStatement(sql)) {
 *         update.setInt(1, stock.onHand());
 *         update.setLong(2, version);
 *         update.setString(3, stock.id().value());
 *         update.setLong(4, expected);
 *         return update.executeUpdate();
 *     }
 * }
 * }</pre>
 *
 * @param <A> the root
 * @param <I> its id
 */
public interface StateMapping<A, I> {
    /**
     * Reads a root.
     *
     * @param connection the transaction's; close statements, not the connection
     * @param id the root's
     * @return the root as built by a constructor that records nothing, with its row's version; empty if there is no row
     * @throws SQLException by the driver
     */
    Optional<Stored<A>> load(Connection connection, I id) throws SQLException;

    /**
     * Inserts a new root. A plain INSERT will do: a duplicate key becomes a {@link ConflictException}.
     *
     * @param connection the transaction's
     * @param root what to insert
     * @param version to write into the row
     * @return inserted rows of the root itself: 1, or 0 if the key existed
     * @throws SQLException by the driver
     */
    int insert(Connection connection, A root, long version) throws SQLException;

    /**
     * Updates a root's row if its version is still the expected one. Do this first; change rows of inner entities only
     * when it returned 1.
     *
     * @param connection the transaction's
     * @param root what to write
     * @param expected the version the row must have: {@code where … and version = ?}
     * @param version the new one to write
     * @return updated rows of the root itself: 1, or 0 if another writer was first
     * @throws SQLException by the driver
     */
    int update(Connection connection, A root, long expected, long version) throws SQLException;

    /**
     * Reads the version of a row for the text of a conflict. The default loads the root, which is right at READ
     * COMMITTED; {@code select version … for update} also is under stricter isolation, where a plain SELECT shows an old
     * row.
     *
     * @param connection the transaction's
     * @param id the root's
     * @return the stored version, or empty if there is no row
     * @throws SQLException by the driver
     */
    default OptionalLong storedVersion(Connection connection, I id) throws SQLException {
        return load(connection, id).stream().mapToLong(Stored::version).findFirst();
    }
}
