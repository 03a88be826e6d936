package energy.peerwatt.web.config;

import energy.peerwatt.metering.headend.check.Check;
import energy.peerwatt.metering.headend.check.Severity;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The market's settings, as system properties or environment variables. */
@ConfigMapping(prefix = "peerwatt")
public interface MarketConfig {

    /** What this process does: {@code all}, or any of api, ingest, settlement, balancing. */
    @WithDefault("all")
    Set<String> roles();

    /** Where the embedded parts keep what must survive. */
    @WithDefault(".peerwatt/market")
    Path dataDir();

    Clock clock();

    Database database();

    Mqtt mqtt();

    Engine engine();

    Chain chain();

    Metering metering();

    Strategy strategy();

    KeyRequests keyRequests();

    Balancing balancing();

    Accounts accounts();

    Mail mail();

    Push push();

    Oidc oidc();

    Operator operator();

    Demo demo();

    /** The market clock's anchor; real time without one. */
    interface Clock {
        Optional<Instant> marketStart();

        Optional<Instant> wallStart();

        /** Market seconds per wall second. */
        @WithDefault("1")
        int speed();
    }

    /** PostgreSQL. */
    interface Database {

        /** False: the datasource is configured by {@code quarkus.datasource.*}. */
        @WithDefault("true")
        boolean embedded();
    }

    /** The MQTT broker. */
    interface Mqtt {

        /** False: {@link #url} says where the broker is. */
        @WithDefault("true")
        boolean embedded();

        /** Loopback port of the embedded broker; 0 picks a free one. */
        @WithDefault("1883")
        int port();

        /** Lets every gateway in at the embedded broker, besides those that enrolled; for demos. */
        Optional<String> gatewayPassword();

        /** Broker to connect to, {@code tcp://host:port} or {@code ssl://host:port}. */
        Optional<String> url();

        @WithDefault("market")
        String user();

        Optional<String> password();
    }

    /** The matching engine. */
    interface Engine {

        /** False: {@link #members} says where the cluster is. */
        @WithDefault("true")
        boolean embedded();

        /** {@code host:port} of each member, in order of their ids. */
        Optional<List<String>> members();

        /** A command without an answer for this long is answered as unknown. */
        @WithDefault("5s")
        Duration timeout();
    }

    /** The chain that settlement is anchored on: {@link #url}, or else the embedded node. */
    interface Chain {

        /** The anvil program. */
        Optional<Path> anvil();

        /** JSON-RPC over HTTP. */
        Optional<URI> url();

        /** Chain id of {@link #url}; a node with another one is refused. */
        @WithDefault("31337")
        long id();

        /**
         * When a block at {@link #url} can no longer vanish: {@code head}, {@code finalized} (the
         * node's tag) or the number of blocks that must follow.
         */
        @WithDefault("head")
        String finality();

        /** Wei per unit of gas never exceeded at {@link #url}; 0 for a chain without fees. */
        @WithDefault("0")
        long maxFeePerGas();

        /** Holds the password of the key files; beside them, drawn at first, without. */
        Optional<Path> passwordFile();

        /** A signing service with the operator's key, as Web3Signer; without, a key file has it. */
        Optional<URI> signerUrl();

        /** The operator's account at {@link #signerUrl}. */
        Optional<String> signerAddress();

        /** The account at {@link #signerUrl} that signs meter reports; a key file without. */
        Optional<String> meteringAddress();

        /** The account at {@link #signerUrl} that signs as auditor; a key file without. */
        Optional<String> auditorAddress();

        /**
         * The stablecoin that members pay in with. Without one, play money is deployed, and the
         * market pays it in for them. This and what follows is fixed with the deployment.
         */
        Optional<String> token();

        /** How long a batch without the auditor's signature waits in the vault. */
        @WithDefault("24h")
        Duration challengeWindow();

        /** How long a member's exit waits; longer than the challenge window. */
        @WithDefault("72h")
        Duration exitDelay();

        /** How long after its start an interval's energy may be corrected in the vault. */
        @WithDefault("500d")
        Duration energyWindow();

        /** Whether areas settle only by rules that their members have agreed to on the chain. */
        @WithDefault("true")
        boolean rulesByVote();

        /** Whole currency that batches may move within a day. */
        @WithDefault("1000000")
        long flowLimit();
    }

    /** What is plausible for a meter's register; times are market time. */
    interface Metering {

        /** What a connection can carry of which nothing else is known, in W. */
        @WithDefault("69000")
        long capacityW();

        /** Added to it, in percent. */
        @WithDefault("5")
        int tolerancePercent();

        /** How old a shown register may be. */
        @WithDefault("60s")
        Duration registerDelay();

        /** Energies at which registers start again from 0. */
        @WithDefault("100000000,1000000000,4294967296")
        List<Long> rolloversWh();

        /** So many readings must count up before a lower register is believed. */
        @WithDefault("3")
        int resetReadings();

        /** For so long a lower register must count up before it is believed. */
        @WithDefault("15m")
        Duration resetPeriod();

        /**
         * A value that is missing so long after its interval is estimated, so that its area is
         * settled; with what is measured later it is settled again.
         */
        @WithDefault("30m")
        Duration estimateAfter();

        /** A day is checked so long after its end; at least {@link #estimateAfter}. */
        @WithDefault("6h")
        Duration checkAfter();

        /** The energy of a longer gap is spread as on like days, not evenly. */
        @WithDefault("2h")
        Duration linearUpTo();

        /** The energy of a still longer gap is spread evenly again. */
        @WithDefault("35d")
        Duration shapedUpTo();

        /** Days that are like Sundays. */
        Optional<Set<LocalDate>> holidays();

        /** An interval is settled again once its values have not changed for so long. */
        @WithDefault("15m")
        Duration resettleAfter();

        /** Raw readings and signed blocks of older days are dropped; 0: never. */
        @WithDefault("1096d")
        Duration keepReadings();

        /** Interval values are evidence for settlement for so long, and not erased before. */
        @WithDefault("1096d")
        Duration keepEvidence();

        Clocks clock();

        Checks checks();
    }

    /** How far gateways' clocks may be wrong, in market time. */
    interface Clocks {

        /** Readings and telemetry of a time so far after their arrival are not believed. */
        @WithDefault("60s")
        Duration ahead();

        /** A clock that is known to be wrong by more is a finding. */
        @WithDefault("10s")
        Duration off();

        /** Readings by a clock that is known to be wrong by more are not used. */
        @WithDefault("450s")
        Duration reject();

        /** An offset that changes by more from one reading to the next is a finding. */
        @WithDefault("2s")
        Duration jump();

        /** An offset that changes by more in a day, or at that rate, is a finding. */
        @WithDefault("10s")
        Duration driftPerDay();

        /** Readings whose time is further from that of their meter's own record are not used. */
        @WithDefault("60s")
        Duration meterRecords();
    }

    /** When interval values are odd. */
    interface Checks {

        /** A register stands still for so many intervals. */
        @WithDefault("8")
        int frozenIntervals();

        /** In which it counted at least so much on each of the days before. */
        @WithDefault("200")
        long frozenExpectedWh();

        /** An interval has more than so many times the third highest of its day. */
        @WithDefault("3")
        int spikeFactor();

        /** And more than so much on average. */
        @WithDefault("11500")
        long spikeW();

        /** Import and export go on together for so many intervals. */
        @WithDefault("8")
        int directionsIntervals();

        /** With at least so much each way in each. */
        @WithDefault("100")
        long directionsWh();

        /** It is night when the sun is lower than so many degrees. */
        @WithDefault("-6")
        int nightDegrees();

        /** So much of the day's highest interval may seem to be generated at night. */
        @WithDefault("1")
        int nightPermille();

        /** Panels cannot give more than so much of their peak. */
        @WithDefault("120")
        int peakPercent();

        /** Panels differ from the neighbours' median by so many robust deviations. */
        @WithDefault("6")
        int neighboursZ();

        /** For so many intervals of daylight. */
        @WithDefault("4")
        int neighboursIntervals();

        /** By so much a register may differ on a day from what the power beside it makes. */
        @WithDefault("10")
        int powerPercent();

        /** And by so much in any case. */
        @WithDefault("200")
        long powerWh();

        /** If readings with power cover so much of the day. */
        @WithDefault("1h")
        Duration powerCovered();

        /** With no longer gaps between them. */
        @WithDefault("3m")
        Duration powerGap();

        /** Checks that matter more or less than by default: INFO, SUSPECT or REJECT. */
        Map<Check, Severity> severities();
    }

    /** Automatic trading for members. */
    interface Strategy {

        @WithDefault("true")
        boolean enabled();

        /** Intervals that orders are placed for, beginning with the next open one; 4 to 32. */
        @WithDefault("8")
        int intervalsAhead();

        /** Market time, and a quarter of a minute of wall time, after which a meter is silent. */
        @WithDefault("30m")
        Duration silentAfter();
    }

    /** Gateways' requests for keys, which need no login, in a minute of wall time. */
    interface KeyRequests {

        /** From one source address. */
        @WithDefault("60")
        int perAddress();

        /** From all. */
        @WithDefault("600")
        int inAll();
    }

    /** Planning of areas that have a limit. */
    interface Balancing {

        @WithDefault("true")
        boolean enabled();

        /** Wall time of one core for each new plan, and never more than a tenth of an interval. */
        @WithDefault("5s")
        Duration planningTime();

        /** Taken off limits when planning, because forecasts are not exact. */
        @WithDefault("10")
        int marginPercent();

        /** Of a battery's capacity, what plans leave to its household. */
        @WithDefault("100")
        int reservePermille();

        /** Degrees north of the areas, for the sun in forecasts. */
        @WithDefault("48")
        int latitude();
    }

    /** Signing in; times are wall time. */
    interface Accounts {

        /** A browser that was not used for so long is signed out. */
        @WithDefault("14d")
        Duration sessionIdle();

        /** A browser is signed out after so long in any case. */
        @WithDefault("90d")
        Duration sessionLongest();

        /** So often a password may be wrong for one login from one address. */
        @WithDefault("10")
        int failuresPerLogin();

        /** So often from one address, whatever the login. */
        @WithDefault("50")
        int failuresPerAddress();

        /** So often for one login, from wherever. */
        @WithDefault("100")
        int failuresInAll();

        /** Within so long; then it may be tried again. */
        @WithDefault("15m")
        Duration failuresWithin();
    }

    /** Mails to people; the server is {@code quarkus.mailer.*}. */
    interface Mail {

        /** Sender; without one mails go into the log. */
        Optional<String> from();

        /** Where people reach the page, for links in mails. */
        @WithDefault("http://localhost:8080")
        URI page();
    }

    /** Web pushes to browsers. */
    interface Push {

        /** Lets push services be at 127.0.0.1 without https; for tests and development. */
        @WithDefault("false")
        boolean allowLoopback();
    }

    /** A provider of OpenID Connect where people sign in, such as Keycloak; off without. */
    interface Oidc {

        /** As the provider names itself; {@code https}. Without one nobody signs in elsewhere. */
        Optional<URI> issuer();

        /** As the provider knows the market; needed with an issuer. */
        Optional<String> clientId();

        /** Without one the market is a public client, by PKCE alone. */
        Optional<String> clientSecret();

        /** What the page calls the provider. */
        @WithDefault("your organisation")
        String name();

        /** What the market asks for; {@code openid} is needed. */
        @WithDefault("openid,profile")
        List<String> scopes();

        /** Where the token has people's roles; steps are parted by dots. */
        @WithDefault("realm_access.roles")
        String rolesClaim();

        /**
         * What a provider's role is here, such as {@code OPERATOR}; without any, admins give roles.
         */
        Map<String, String> roles();
    }

    /** The first login of a new market. */
    interface Operator {

        /** Password of the login {@code operator}, set at a start whenever it is another one. */
        Optional<String> password();
    }

    /** A demonstration with simulated homes; never for real ones. */
    interface Demo {

        /** The demo's home, from which areas, homes and the gateway are registered. */
        Optional<Path> dir();

        /** Registers logins with well-known passwords. */
        @WithDefault("false")
        boolean logins();

        /** Lets anybody read everything without a login. */
        @WithDefault("false")
        boolean openReads();
    }
}
