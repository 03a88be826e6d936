package energy.peerwatt.settlement.verify;

import energy.peerwatt.command.CommandOptions;
import energy.peerwatt.command.QuietLogs;
import energy.peerwatt.market.MarketException;
import energy.peerwatt.settlement.chain.ChainAddress;
import energy.peerwatt.settlement.chain.ContractReader;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Checks a statement's file against a chain. */
public final class VerifyMain {

    /** All lines are proved, and none is missing. */
    static final int HOLDS = 0;

    /** A line is wrong or missing, or the node cannot say. */
    static final int BROKEN = 1;

    /** Arguments, file or node are not what they should be. */
    static final int UNUSABLE = 2;

    /** Nothing is wrong, but some lines are not on the chain yet, so not proved. */
    static final int WAITS = 3;

    private static final String USAGE =
            "verify --statement FILE --rpc URL [--contract ADDRESS] [--account ADDRESS]"
                    + " [--format text|json]";

    private static final Set<String> OPTIONS =
            Set.of("--statement", "--rpc", "--contract", "--account", "--format");

    private VerifyMain() {}

    public static void main(String[] args) {
        QuietLogs.begin();
        System.exit(run(args, System.out, System.err));
    }

    static int run(String[] args, PrintStream out, PrintStream err) {
        try {
            CommandOptions options = CommandOptions.of(args, OPTIONS);
            boolean isJson = isJson(options);
            URI node = URI.create(options.required("--rpc"));
            Statement statement = statement(Path.of(options.required("--statement")));
            insist(options, "--contract", statement.contract().address());
            insist(options, "--account", statement.account());
            ContractReader contract = new ContractReader(node, statement.contract().address());
            Verification found = StatementVerifier.verify(statement, contract);
            if (isJson) {
                out.println(json(statement, contract, found, believed(options)));
            } else {
                report(statement, contract, found, out);
                sayWhatTheFileClaims(options, out);
            }
            return switch (found.verdict()) {
                case HOLDS -> HOLDS;
                case WAITS -> WAITS;
                case BROKEN -> BROKEN;
            };
        } catch (IllegalArgumentException | ArithmeticException fault) {
            err.println("peerwatt: " + fault.getMessage() + ". Usage: " + USAGE);
            return UNUSABLE;
        } catch (MarketException fault) {
            err.println("peerwatt: " + fault.getMessage());
            return UNUSABLE;
        }
    }

    /**
     * What the file itself says of these: a market could name another vault or account than its
     * members think of.
     */
    private static List<String> believed(CommandOptions options) {
        return Stream.of("contract", "account")
                .filter(name -> options.find("--" + name).isEmpty())
                .toList();
    }

    private static void sayWhatTheFileClaims(CommandOptions options, PrintStream out) {
        for (String name : believed(options)) {
            out.println(
                    "BELIEVED  the file's own "
                            + name
                            + ": give --"
                            + name
                            + " ADDRESS as you know it from elsewhere");
        }
    }

    private static boolean isJson(CommandOptions options) {
        String format = options.find("--format").orElse("text");
        if (!format.equals("text") && !format.equals("json")) {
            throw new IllegalArgumentException("--format is " + format + ", not text or json");
        }
        return format.equals("json");
    }

    private static String json(
            Statement statement,
            ContractReader contract,
            Verification found,
            List<String> believed) {
        ObjectNode root = JsonMapper.shared().createObjectNode();
        root.put("verdict", found.verdict().name())
                .put("contract", statement.contract().address().toString())
                .put("account", statement.account().toString())
                .put("chainId", contract.chainId())
                .put("block", contract.height())
                .put("proved", found.proved())
                .put("waiting", found.waiting())
                .put("complete", found.complete());
        root.put("basic", found.basic());
        addAll(root, "notProved", found.notProved());
        addAll(root, "believed", believed);
        addAll(root, "notes", found.notes());
        addAll(root, "unchecked", found.unchecked());
        addAll(root, "faults", found.faults());
        return root.toPrettyString();
    }

    private static void addAll(ObjectNode root, String name, List<String> texts) {
        ArrayNode all = root.putArray(name);
        texts.forEach(all::add);
    }

    /** What the reader knows from elsewhere goes before what the statement says. */
    private static void insist(CommandOptions options, String name, ChainAddress stated) {
        options.find(name)
                .filter(wanted -> !new ChainAddress(wanted).equals(stated))
                .ifPresent(wanted -> {
                    throw new IllegalArgumentException(
                            name + " is " + wanted + ", but the statement says " + stated);
                });
    }

    private static Statement statement(Path file) {
        try {
            return StatementFile.read(Files.readString(file));
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(
                    file + " cannot be read (" + unreadable.getClass().getSimpleName() + ")",
                    unreadable);
        } catch (IllegalArgumentException fault) {
            throw new IllegalArgumentException(file + ": " + fault.getMessage(), fault);
        }
    }

    private static void report(
            Statement statement, ContractReader contract, Verification found, PrintStream out) {
        out.println("contract  " + statement.contract().address());
        out.println("account   " + statement.account());
        out.println("chain     " + contract.chainId() + ", block " + contract.height());
        out.println("proved    " + found.proved() + " lines");
        out.println("waiting   " + found.waiting() + " lines, not on the chain yet");
        out.println("complete  " + found.complete() + " intervals");
        found.notes().forEach(line -> out.println("NOTE      " + line));
        if (found.basic() > 0) {
            out.println(
                    "NOT PROVED "
                            + String.join(", ", found.notProved())
                            + " of "
                            + found.basic()
                            + " lines: settled before hashes held what a line says of these");
        }
        found.unchecked().forEach(line -> out.println("UNCHECKED " + line));
        found.faults().forEach(line -> out.println("WRONG     " + line));
        out.println(
                switch (found.verdict()) {
                    case HOLDS -> "The statement holds.";
                    case WAITS -> "Nothing is wrong, but of the lines that wait nothing is proved.";
                    case BROKEN -> "The statement is not proved.";
                });
    }
}
