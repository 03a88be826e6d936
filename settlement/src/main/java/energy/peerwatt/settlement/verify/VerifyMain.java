package energy.peerwatt.settlement.verify;

import energy.peerwatt.market.MarketException;
import energy.peerwatt.settlement.chain.ChainAddress;
import energy.peerwatt.settlement.chain.ContractReader;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Checks a statement's file against a chain. */
public final class VerifyMain {

    /** All lines are proved or wait for the chain, and none is missing. */
    static final int HOLDS = 0;

    /** A line is wrong or missing, or the node cannot say. */
    static final int BROKEN = 1;

    /** Arguments, file or node are not what they should be. */
    static final int UNUSABLE = 2;

    private static final String USAGE =
            "verify --statement FILE --rpc URL [--contract ADDRESS] [--account ADDRESS]";

    private static final Set<String> OPTIONS =
            Set.of("--statement", "--rpc", "--contract", "--account");

    private VerifyMain() {}

    public static void main(String[] args) {
        System.exit(run(args, System.out, System.err));
    }

    static int run(String[] args, PrintStream out, PrintStream err) {
        try {
            Map<String, String> options = options(args);
            URI node = URI.create(required(options, "--rpc"));
            Statement statement = statement(Path.of(required(options, "--statement")));
            insist(options, "--contract", statement.contract().address());
            insist(options, "--account", statement.account());
            ContractReader contract = new ContractReader(node, statement.contract().address());
            Verification found = StatementVerifier.verify(statement, contract);
            report(statement, contract, found, out);
            return found.holds() ? HOLDS : BROKEN;
        } catch (IllegalArgumentException | ArithmeticException fault) {
            err.println("peerwatt: " + fault.getMessage() + ". Usage: " + USAGE);
            return UNUSABLE;
        } catch (MarketException fault) {
            err.println("peerwatt: " + fault.getMessage());
            return UNUSABLE;
        }
    }

    private static Map<String, String> options(String[] args) {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i < args.length; i += 2) {
            if (!OPTIONS.contains(args[i])) {
                throw new IllegalArgumentException("unknown option " + args[i]);
            }
            if (i + 1 == args.length) {
                throw new IllegalArgumentException("option " + args[i] + " needs a value");
            }
            options.put(args[i], args[i + 1]);
        }
        return options;
    }

    private static String required(Map<String, String> options, String name) {
        String value = options.get(name);
        if (value == null) {
            throw new IllegalArgumentException("option " + name + " is missing");
        }
        return value;
    }

    /** What the reader knows from elsewhere goes before what the statement says. */
    private static void insist(Map<String, String> options, String name, ChainAddress stated) {
        String wanted = options.get(name);
        if (wanted != null && !new ChainAddress(wanted).equals(stated)) {
            throw new IllegalArgumentException(
                    name + " is " + wanted + ", but the statement says " + stated);
        }
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
        found.unchecked().forEach(line -> out.println("UNCHECKED " + line));
        found.faults().forEach(line -> out.println("WRONG     " + line));
        out.println(found.holds() ? "The statement holds." : "The statement is not proved.");
    }
}
