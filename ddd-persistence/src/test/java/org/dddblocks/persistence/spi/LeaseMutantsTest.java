package org.dddblocks.persistence.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.dddblocks.persistence.Database;
import org.dddblocks.persistence.TestDatabase;
import org.junit.jupiter.api.Test;

/** Leases broken on purpose: each fault names beforehand the contract tests that must fail, and all others pass. */
class LeaseMutantsTest {
    private static final String FENCE = " set epoch = epoch where name = ? and owner = ? and epoch = ?";

    private static DataSource fencedBy(String condition) {
        return RewrittenSql.of(
                TestDatabase.H2.fresh(),
                sql -> sql.endsWith(FENCE) ? sql.replace("owner = ? and epoch = ?", condition) : sql);
    }

    @Test
    void a_commit_without_a_fence_is_found_out() throws Exception {
        assertThat(failing(LeasesContract.class, () -> new Broken(fencedBy("(owner = ? or epoch = ? or 1 = 1)"))))
                .containsExactlyInAnyOrder(
                        "work_of_an_owner_who_was_paused_past_his_lease_is_rolled_back",
                        "an_unexpired_lease_of_an_older_epoch_does_not_write_whatever_the_clock_says",
                        "a_takeover_during_the_work_is_noticed_by_the_last_statement");
    }

    @Test
    void a_fence_that_compares_owners_only_is_found_out() throws Exception {
        assertThat(failing(LeasesContract.class, () -> new Broken(fencedBy("owner = ? and (epoch = ? or 1 = 1)"))))
                .containsExactly("an_unexpired_lease_of_an_older_epoch_does_not_write_whatever_the_clock_says");
    }

    @Test
    void leases_that_expire_by_the_clock_of_the_node_are_found_out() throws Exception {
        assertThat(failing(LeasesContract.class, () -> new Broken(TestDatabase.H2.fresh()) {
                    @Override
                    Leases node(Database own) {
                        return Leases.on(own, () -> own.clock().instant());
                    }
                }))
                .containsExactly("a_node_whose_own_clock_is_wrong_takes_a_lease_over_when_the_database_says_so");
    }

    @Test
    void a_renewal_that_takes_back_what_was_released_is_found_out() throws Exception {
        assertThat(failing(LeaseKeeperContract.class, () -> new LeaseKeeperContract(TestDatabase.H2.fresh()) {
                    @Override
                    void release(LeaseKeeper keeper, Leases kept, Lease lease) {
                        keeper.forget(lease); // and does not wait for a renewal that is on its way
                        kept.release(lease);
                    }
                }))
                .containsExactly("a_renewal_that_is_on_its_way_does_not_take_back_what_is_released");
    }

    private static class Broken extends LeasesContract {
        Broken(DataSource dataSource) {
            super(dataSource);
        }
    }

    /** Without JUnit's launcher, which this module rightly does not read. */
    private static Set<String> failing(Class<?> contract, Supplier<LeasesGiven> broken)
            throws ReflectiveOperationException {
        Set<String> failing = new TreeSet<>();
        Iterable<Method> tests = Stream.of(contract.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))::iterator;
        for (Method test : tests) {
            LeasesGiven given = broken.get();
            given.install();
            try {
                test.invoke(given);
            } catch (InvocationTargetException e) {
                failing.add(test.getName());
            } finally {
                given.stopThreads();
            }
        }
        return failing;
    }
}
