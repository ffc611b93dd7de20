package org.dddblocks.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Who extends which contract, and that nobody skips a part of it. */
@Order(Integer.MAX_VALUE)
class ContractsTest {
    private static final JavaClasses KIT = new ClassFileImporter().importPackages("org.dddblocks.testkit");

    private static final Map<Class<?>, List<Class<?>>> RUNS = Map.ofEntries(
            Map.entry(CounterEventStoreContract.class, List.of(H2EventStoreContractTest.class)),
            Map.entry(PostgresEventStoreContract.class, List.of(PostgresEventStoreContractTest.class)),
            Map.entry(
                    FeedOrderContract.class,
                    List.of(H2FeedOrderContractTest.class, PostgresFeedOrderContractTest.class)),
            Map.entry(EventStoreContract.class, List.of(InMemoryEventStoreContractTest.class)),
            Map.entry(
                    EventSourcedRepositoryContract.class,
                    List.of(
                            InMemoryEventSourcedRepositoryContractTest.class,
                            H2EventSourcedRepositoryContractTest.class,
                            PostgresEventSourcedRepositoryContractTest.class)),
            Map.entry(
                    StateRepositoryContract.class,
                    List.of(H2StateRepositoryContractTest.class, PostgresStateRepositoryContractTest.class)),
            Map.entry(OutboxContract.class, List.of(H2OutboxContractTest.class, PostgresOutboxContractTest.class)),
            Map.entry(
                    OutboxRelayContract.class,
                    List.of(H2OutboxRelayContractTest.class, PostgresOutboxRelayContractTest.class)),
            Map.entry(
                    DeadLetterContract.class,
                    List.of(H2DeadLetterContractTest.class, PostgresDeadLetterContractTest.class)),
            Map.entry(InboxContract.class, List.of(H2InboxContractTest.class, PostgresInboxContractTest.class)),
            Map.entry(
                    FeedRelayContract.class,
                    List.of(H2FeedRelayContractTest.class, PostgresFeedRelayContractTest.class)),
            Map.entry(BrokerContract.class, List.of(InMemoryBrokerContractTest.class)),
            Map.entry(DurableBrokerContract.class, List.of(ScriptedBrokerContractTest.class)),
            Map.entry(SagaContract.class, List.of(H2SagaContractTest.class, PostgresSagaContractTest.class)),
            Map.entry(
                    TransactionsContract.class,
                    List.of(H2TransactionsContractTest.class, PostgresTransactionsContractTest.class)));

    /** The plain build leaves these out; {@link MariaDbContractsTest} counts them. */
    static final Map<Class<?>, List<Class<?>>> RUNS_OF_SERVICES = Map.ofEntries(
            Map.entry(CounterEventStoreContract.class, List.of(MariaDbEventStoreContractTest.class)),
            Map.entry(FeedOrderContract.class, List.of(MariaDbFeedOrderContractTest.class)),
            Map.entry(EventSourcedRepositoryContract.class, List.of(MariaDbEventSourcedRepositoryContractTest.class)),
            Map.entry(StateRepositoryContract.class, List.of(MariaDbStateRepositoryContractTest.class)),
            Map.entry(OutboxContract.class, List.of(MariaDbOutboxContractTest.class)),
            Map.entry(OutboxRelayContract.class, List.of(MariaDbOutboxRelayContractTest.class)),
            Map.entry(DeadLetterContract.class, List.of(MariaDbDeadLetterContractTest.class)),
            Map.entry(InboxContract.class, List.of(MariaDbInboxContractTest.class)),
            Map.entry(FeedRelayContract.class, List.of(MariaDbFeedRelayContractTest.class)),
            Map.entry(SagaContract.class, List.of(MariaDbSagaContractTest.class)),
            Map.entry(TransactionsContract.class, List.of(MariaDbTransactionsContractTest.class)));

    /** PostgreSQL's positions come from a sequence, those of the others from a counter row. */
    @Test
    void what_runs_on_postgresql_runs_on_mariadb_too() {
        Map<Class<?>, List<Class<?>>> postgres = new HashMap<>(RUNS);
        postgres.values().removeIf(runs -> runs.stream().noneMatch(ContractsTest::onPostgres));
        postgres.put(
                CounterEventStoreContract.class,
                Objects.requireNonNull(postgres.remove(PostgresEventStoreContract.class)));
        assertThat(RUNS_OF_SERVICES.keySet()).isEqualTo(postgres.keySet());
    }

    private static boolean onPostgres(Class<?> run) {
        return OnPostgres.class.isAssignableFrom(run);
    }

    @Test
    void every_contract_is_extended_by_those_who_are_listed_and_nobody_else() {
        Map<String, TreeSet<String>> listed = new TreeMap<>();
        for (var some : List.of(RUNS, RUNS_OF_SERVICES)) {
            some.forEach((contract, runs) -> runs.forEach(run -> put(listed, contract.getName(), run.getName())));
        }
        Map<String, TreeSet<String>> found = new TreeMap<>();
        KIT.stream()
                .filter(type -> type.getName().endsWith("Test"))
                .forEach(type -> type.getRawSuperclass()
                        .map(JavaClass::getName)
                        .filter(name -> name.endsWith("Contract"))
                        .ifPresent(contract -> put(found, contract, type.getName())));

        assertThat(found).isEqualTo(listed);
    }

    private static void put(Map<String, TreeSet<String>> lists, String key, String value) {
        lists.computeIfAbsent(key, any -> new TreeSet<>()).add(value);
    }

    @Test
    void every_public_contract_has_a_run() {
        List<String> contracts = KIT.stream()
                .filter(type -> type.getName().endsWith("Contract"))
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .map(JavaClass::getName)
                .toList();
        TreeSet<String> run = new TreeSet<>();
        for (Class<?> contract : RUNS.keySet()) {
            for (Class<?> type = contract; type != Object.class; type = type.getSuperclass()) {
                if (Modifier.isPublic(type.getModifiers())) {
                    run.add(type.getName());
                }
            }
        }
        assertThat(contracts).containsExactlyInAnyOrderElementsOf(run);
    }

    @Test
    void every_run_of_a_contract_executes_the_same_number_of_tests_and_skips_none() {
        requireEqualCounts(RUNS);
    }

    static void requireEqualCounts(Map<Class<?>, List<Class<?>>> all) {
        all.forEach((contract, runs) -> runs.forEach(run -> {
            if (ExecutedTests.executed(run) == 0) {
                ContractRun.of(run); // this class was started on its own
            }
            assertThat(ExecutedTests.executed(run))
                    .as("tests of %s executed by %s", contract.getSimpleName(), run.getSimpleName())
                    .isEqualTo(testsOf(contract));
            assertThat(ExecutedTests.skipped(run))
                    .as("tests skipped by %s", run.getSimpleName())
                    .isZero();
        }));
    }

    private static int testsOf(Class<?> contract) {
        List<Method> tests = new ArrayList<>();
        for (Class<?> type = contract; type != null; type = type.getSuperclass()) {
            for (Method method : type.getDeclaredMethods()) {
                if (method.isAnnotationPresent(Test.class)) {
                    tests.add(method);
                }
            }
        }
        assertThat(tests).isNotEmpty();
        return tests.size();
    }

    @Test
    void no_contract_asks_which_database_it_runs_on() {
        Predicate<JavaClass> asks = type -> type.getAccessesFromSelf().stream()
                .anyMatch(access -> access.getTarget().getOwner().getName().endsWith("Dialect")
                        || access.getTarget().getName().equals("getDatabaseProductName")
                        || access.getTarget().getOwner().getName().contains("Assumptions"));
        List<String> asking = KIT.stream()
                .filter(type ->
                        type.getName().contains("Contract") && !type.getName().contains("ContractsTest"))
                .filter(asks)
                .map(JavaClass::getName)
                .toList();
        assertThat(asking).isEmpty();
    }
}
