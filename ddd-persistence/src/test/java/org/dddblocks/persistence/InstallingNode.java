package org.dddblocks.persistence;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.dddblocks.testservers.PostgresDatabase;

/** A process that installs the made-up module into each schema whose name it reads. */
final class InstallingNode implements AutoCloseable {
    private final Process process;

    private InstallingNode(Process process) {
        this.process = process;
    }

    static InstallingNode start(String url) throws IOException {
        String own = InstallingNode.class.getResource("InstallingNode.class").getPath();
        String classPath = String.join(
                File.pathSeparator,
                own.substring(0, own.indexOf("/org/dddblocks/")),
                System.getProperty("jdk.module.path", ""),
                System.getProperty("java.class.path"));
        return new InstallingNode(new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath,
                        InstallingNode.class.getName(),
                        url)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    void install(String schema) throws IOException {
        process.getOutputStream().write((schema + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    String answer() throws Exception {
        return CompletableFuture.supplyAsync(this::line).get(180, TimeUnit.SECONDS);
    }

    private String line() {
        try {
            return String.valueOf(process.inputReader().readLine());
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** Runs in the process. */
    public static void main(String[] url) throws IOException {
        DataSource dataSource = url[0].startsWith("jdbc:mariadb:")
                ? TestDatabase.at(url[0])
                : PostgresDatabase.at(url[0]).dataSource();
        BufferedReader names = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.out.println("ready");
        for (String schema = names.readLine(); schema != null; schema = names.readLine()) {
            try {
                Database.over(dataSource).schema(schema).install(Boxes.V1, Boxes.V2);
                System.out.println("installed");
            } catch (RuntimeException e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
