package energy.peerwatt.balancer.command;

import energy.peerwatt.balancer.check.CheckReport;
import energy.peerwatt.balancer.check.Checker;
import energy.peerwatt.balancer.check.Violation;
import energy.peerwatt.balancer.explain.Contribution;
import energy.peerwatt.balancer.explain.Explanation;
import energy.peerwatt.balancer.file.CommunityFile;
import energy.peerwatt.balancer.file.FileFault;
import energy.peerwatt.balancer.file.PlanFile;
import energy.peerwatt.balancer.island.Rehearsal;
import energy.peerwatt.balancer.model.Community;
import energy.peerwatt.balancer.model.Cost;
import energy.peerwatt.balancer.model.ShedBlock;
import energy.peerwatt.balancer.solver.Balancer;
import energy.peerwatt.balancer.solver.Planned;
import energy.peerwatt.balancer.solver.Settings;
import energy.peerwatt.command.CommandOptions;
import energy.peerwatt.command.CommandOptions.UsageFault;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Plans a community from a file, or checks a plan. */
public final class BalanceMain {

    /** All rules and limits are kept. */
    static final int KEPT = 0;

    /** A plan breaks a rule or limit, or states a wrong cost. */
    static final int BROKEN = 1;

    /** Arguments or files are not what they should be. */
    static final int UNUSABLE = 2;

    private static final String USAGE =
            "balance --instance FILE --seconds N --out PLAN, or balance --check FILE PLAN"
                    + " [--island FROM..UNTIL [--kind KIND] [--zone ZONE]], or balance --island FROM..UNTIL --instance FILE [--kind KIND] [--zone ZONE]"
                    + " [--seconds N] [--out PLAN]";

    private BalanceMain() {}

    public static void main(String[] args) {
        System.exit(run(args, System.out, System.err));
    }

    static int run(String[] args, PrintStream out, PrintStream err) {
        try {
            if (args.length >= 3 && args[0].equals("--check")) {
                return check(args, out);
            }
            CommandOptions options = options(args);
            return options.find("--island").isPresent()
                    ? rehearse(options, out)
                    : plan(options, out);
        } catch (UsageFault fault) {
            err.println("peerwatt: " + fault.getMessage() + ". Usage: " + USAGE);
            return UNUSABLE;
        } catch (UnreadableFile fault) {
            err.println("peerwatt: " + fault.getMessage());
            return UNUSABLE;
        }
    }

    private static final class UnreadableFile extends RuntimeException {
        private static final long serialVersionUID = 1;

        UnreadableFile(Path file, String reason) {
            super(file + ": " + reason);
        }
    }

    private static CommandOptions options(String[] args) {
        boolean rehearsal = List.of(args).contains("--island");
        return CommandOptions.of(
                args,
                rehearsal
                        ? Set.of("--instance", "--seconds", "--out", "--island", "--kind", "--zone")
                        : Set.of("--instance", "--seconds", "--out"));
    }

    private static int plan(CommandOptions options, PrintStream out) {
        Path instance = Path.of(options.required("--instance"));
        int seconds = seconds(options.required("--seconds"));
        Path target = Path.of(options.required("--out"));
        Community community = community(instance);
        Planned planned = Balancer.plan(community, Settings.seconds(seconds));
        Explanation explanation = Explanation.of(community, planned.plan());
        PlanFile.Stated stated = new PlanFile.Stated(planned.plan(), planned.cost());
        write(target, PlanFile.write(community, stated, reasons(community, planned, explanation)));
        explanation.sentences().forEach(out::println);
        out.println("Plan: " + target);
        return isKept(explanation) ? KEPT : BROKEN;
    }

    private static PlanFile.Reasons reasons(
            Community community, Planned planned, Explanation explanation) {
        Map<String, List<Cost>> costs = new HashMap<>();
        for (Contribution part : Contribution.of(community, planned.plan())) {
            List<Cost> own =
                    costs.computeIfAbsent(
                            part.subject(),
                            id ->
                                    new ArrayList<>(
                                            Collections.nCopies(community.slots(), Cost.ZERO)));
            own.set(part.slot(), own.get(part.slot()).plus(part.cost()));
        }
        List<PlanFile.Use> uses =
                explanation.uses().stream()
                        .map(use ->
                                new PlanFile.Use(
                                        use.constraint(), use.unit(), use.slots(), use.parts()))
                        .toList();
        return new PlanFile.Reasons(explanation.sentences(), costs, uses);
    }

    /** Hours without the grid, of a community that is connected now. */
    private static int rehearse(CommandOptions options, PrintStream out) {
        Path instance = Path.of(options.required("--instance"));
        int seconds = seconds(options.find("--seconds").orElse("10"));
        Community alone = alone(instance, options);
        Planned planned = Balancer.plan(alone, Settings.seconds(seconds));
        Explanation explanation = Explanation.of(alone, planned.plan());
        if (options.find("--out").isPresent()) {
            Path target = Path.of(options.required("--out"));
            PlanFile.Stated stated = new PlanFile.Stated(planned.plan(), planned.cost());
            write(target, PlanFile.write(alone, stated, reasons(alone, planned, explanation)));
        }
        explanation.island().ifPresent(report -> report.sentences().forEach(out::println));
        explanation.shortfalls().forEach(each -> out.println(each.problem() + " " + each.remedy()));
        boolean critical = explanation.island().orElseThrow().servesCritical();
        boolean kept = critical && isKept(explanation);
        out.println(
                kept
                        ? "All critical load is served."
                        : "Not all critical load is served, or a limit is not kept.");
        return kept ? KEPT : BROKEN;
    }

    private static boolean isKept(Explanation explanation) {
        return explanation.report().keepsAll() && explanation.shortfalls().isEmpty();
    }

    /** The community of {@code instance} in the outage of the options. */
    private static Community alone(Path instance, CommandOptions options) {
        Community community = community(instance);
        if (community.island().isEmpty()) {
            throw new UnreadableFile(
                    instance, "island: is missing; a rehearsal needs its forming units");
        }
        String kind = options.find("--kind").orElse("UNPLANNED");
        String zone = options.find("--zone").orElse("UTC");
        try {
            return Rehearsal.of(community, options.required("--island"), kind, zone);
        } catch (IllegalArgumentException fault) {
            throw new UsageFault(String.valueOf(fault.getMessage()));
        }
    }

    private static int seconds(String text) {
        try {
            int seconds = Integer.parseInt(text);
            if (seconds >= 1 && seconds <= 86_400) {
                return seconds;
            }
        } catch (NumberFormatException notANumber) {
            throw new UsageFault("--seconds must be a whole number, not " + text);
        }
        throw new UsageFault("--seconds must be from 1 to 86400, not " + text);
    }

    private static int check(String[] args, PrintStream out) {
        Path instance = Path.of(args[1]);
        CommandOptions options =
                CommandOptions.of(
                        Arrays.copyOfRange(args, 3, args.length),
                        Set.of("--island", "--kind", "--zone"));
        Community community = args.length == 3 ? community(instance) : alone(instance, options);
        PlanFile.Stated stated = stated(Path.of(args[2]), community);
        return check(community, stated, out);
    }

    private static int check(Community community, PlanFile.Stated stated, PrintStream out) {
        CheckReport report = Checker.check(community, stated.plan());
        CheckReport.Parts parts = report.parts();
        out.println("cost      " + report.cost().toDecimal());
        out.println("stated    " + stated.statedCost().toDecimal());
        out.println("import    " + parts.imported().toDecimal());
        out.println("export    " + parts.exported().toDecimal());
        out.println("peak      " + parts.peak().toDecimal() + " for " + report.peakWatts() + " W");
        out.println("wear      " + parts.wear().toDecimal());
        if (community.island().isPresent()) {
            out.println("missed    " + parts.missed().toDecimal());
            for (int tier = 1; tier <= ShedBlock.LAST_TIER; tier++) {
                long wattHours = report.unserved().wattHours(tier);
                out.println("unserved  " + wattHours + " Wh of tier " + tier);
            }
        }
        out.println("violations " + report.violations().size());
        for (Violation violation : report.violations()) {
            out.println("  " + violation);
        }
        boolean same = report.cost().equals(stated.statedCost());
        if (!same) {
            out.println("The plan states another cost than it has.");
        }
        return same && report.keepsAll() ? KEPT : BROKEN;
    }

    private static Community community(Path file) {
        try {
            return CommunityFile.read(text(file));
        } catch (FileFault fault) {
            throw new UnreadableFile(file, String.valueOf(fault.getMessage()));
        }
    }

    private static PlanFile.Stated stated(Path file, Community community) {
        try {
            return PlanFile.read(text(file), community);
        } catch (FileFault fault) {
            throw new UnreadableFile(file, String.valueOf(fault.getMessage()));
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UnreadableFile(
                    file, "cannot be read (" + unreadable.getClass().getSimpleName() + ")");
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException unwritable) {
            throw new UnreadableFile(
                    file, "cannot be written (" + unwritable.getClass().getSimpleName() + ")");
        }
    }
}
