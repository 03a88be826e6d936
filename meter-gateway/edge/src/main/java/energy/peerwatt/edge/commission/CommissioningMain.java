package energy.peerwatt.edge.commission;

import energy.peerwatt.market.ErrorCode;
import energy.peerwatt.market.MarketException;
import java.io.BufferedReader;
import java.io.Console;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/**
 * The installer's tools as a program.
 *
 * <p>Exit codes: 0 done, and good; 1 nothing found, a check failed, or a spool is damaged; 2 called
 * wrongly; 3 a device, broker or file could not be used.
 */
public final class CommissioningMain {

    @Command(
            name = "./peerwatt gateway",
            description = "Tools beside the gateway, for installers.",
            footer = {
                "",
                "Exit codes: 0 done, and good; 1 nothing found, a check failed, or a spool is",
                "damaged; 2 called wrongly; 3 a device, broker or file could not be used."
            })
    private static final class Top {

        @Option(
                names = {"-h", "--help"},
                usageHelp = true,
                scope = ScopeType.INHERIT,
                description = "Shows this.")
        @SuppressWarnings("UnusedVariable") // the parser looks at it
        private boolean isHelpWanted;
    }

    private CommissioningMain() {}

    public static void main(String[] args) {
        keepLogsQuiet();
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        ToolOutput output = new ToolOutput(out, err, isTerminal());
        BufferedReader answers =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        Dialogue dialogue = new Dialogue(answers, output);
        System.exit(run(new Tools(output, dialogue, Sighting.Time.SYSTEM), out, err, args));
    }

    /** There is no console at all where the JDK lacks its module. */
    @SuppressWarnings("SystemConsoleNull")
    private static boolean isTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    static int run(Tools tools, PrintWriter out, PrintWriter err, String... args) {
        ToolOutput output = tools.output();
        CommandLine line = new CommandLine(new Top());
        line.addSubcommand(new ScanCommand(output));
        line.addSubcommand(new ReadCommand(output));
        line.addSubcommand(new CommissionCommand(tools));
        line.addSubcommand(new EnrolCommand(output));
        line.addSubcommand(new RotateKeyCommand(output));
        line.addSubcommand(new VerifySpoolCommand(output));
        line.setOut(out).setErr(err);
        line.setExecutionExceptionHandler((failure, _, _) -> {
            output.progressDone();
            return failed(failure, err);
        });
        return line.execute(args);
    }

    private static int failed(Exception failure, PrintWriter err) throws Exception {
        return switch (failure) {
            case IllegalArgumentException wrong -> say(err, wrong, ExitCode.USAGE);
            case MarketException world ->
                    say(
                            err,
                            world,
                            world.code() == ErrorCode.CONFIGURATION_INVALID
                                    ? ExitCode.USAGE
                                    : ExitCode.FAILED);
            default -> throw failure;
        };
    }

    private static int say(PrintWriter err, Exception failure, int code) {
        err.println("peerwatt gateway: " + failure.getMessage());
        return code;
    }

    /** What a tool has to say it prints itself. */
    private static void keepLogsQuiet() {
        System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
        Logger root = Logger.getLogger("");
        for (Handler waiting : root.getHandlers()) {
            root.removeHandler(waiting);
        }
        root.setLevel(Level.OFF);
    }
}
