package energy.peerwatt.web.rest;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Every operation of the REST interface, with whom it is for and a request that would be carried
 * out. An operation that is missing here fails {@link RoleAccessTest}: decide whom it is for.
 */
final class Endpoints {

    /** Who may try. */
    enum Who {
        ANYBODY_WITHOUT_LOGIN,
        /** Has an account, but neither a home nor a role. */
        GUEST,
        /** Of home 100, whose things the requests are about. */
        OWN,
        /** Of home 101. */
        NEIGHBOUR,
        UTILITY,
        OPERATOR,
        ADMIN
    }

    /**
     * An operation.
     *
     * @param template as in the interface's description
     * @param path with values for its parameters
     * @param body null if it has none
     * @param allowed who may; all others are refused
     */
    record Endpoint(String method, String template, String path, String body, Set<Who> allowed) {

        @Override
        public String toString() {
            return method + " " + template;
        }
    }

    private static final Set<Who> ALL = EnumSet.allOf(Who.class);
    private static final Set<Who> WITH_LOGIN =
            EnumSet.complementOf(EnumSet.of(Who.ANYBODY_WITHOUT_LOGIN));

    /** Needs no login, but what only the right person has: a password or a code. */
    private static final Set<Who> NOBODY = EnumSet.noneOf(Who.class);

    private static final Set<Who> OPERATOR = EnumSet.of(Who.OPERATOR);
    private static final Set<Who> ADMIN = EnumSet.of(Who.ADMIN);
    private static final Set<Who> UTILITY = EnumSet.of(Who.UTILITY, Who.OPERATOR);
    private static final Set<Who> HOUSEHOLD = EnumSet.of(Who.OWN);
    private static final Set<Who> HOME = EnumSet.of(Who.OWN, Who.OPERATOR);
    private static final Set<Who> BILLS = EnumSet.of(Who.OWN, Who.UTILITY, Who.OPERATOR);

    private static final String SPAN = "from=2026-06-18T00:00:00Z&to=2026-06-19T00:00:00Z";
    private static final String REASON = "\"reason\":\"test\"";

    private final List<Endpoint> all = new ArrayList<>();

    private Endpoints() {}

    static List<Endpoint> all() {
        Endpoints endpoints = new Endpoints();
        endpoints.market();
        endpoints.homes();
        endpoints.money();
        endpoints.meters();
        endpoints.gateways();
        endpoints.grid();
        endpoints.accounts();
        endpoints.gifts();
        return endpoints.all;
    }

    private void market() {
        get(ALL, "/status", "");
        get(WITH_LOGIN, "/areas", "");
        get(WITH_LOGIN, "/areas/{id}", "");
        get(WITH_LOGIN, "/areas/{id}/homes", "");
        get(WITH_LOGIN, "/areas/{id}/village", "");
        get(WITH_LOGIN, "/areas/{id}/book", "");
        get(WITH_LOGIN, "/areas/{id}/trades", "");
        get(WITH_LOGIN, "/areas/{id}/settlements", "");
        get(WITH_LOGIN, "/areas/{id}/settlements/{intervalStart}", "");
        get(WITH_LOGIN, "/areas/{area}/settlement-rules", "");
        get(WITH_LOGIN, "/areas/{area}/settlement-rules/rewards", "");
        get(WITH_LOGIN, "/chain", "");
        get(WITH_LOGIN, "/governance", "");
        write(WITH_LOGIN, "POST", "/governance/proposals/{proposal}/execution", null);
        get(WITH_LOGIN, "/country-packs/{country}", "");
        get(WITH_LOGIN, "/metering-points", "");
        get(OPERATOR, "/chain/outbox", "");
        write(OPERATOR, "POST", "/chain/outbox/again", "{}");
        get(OPERATOR, "/areas/{id}/settlements/{intervalStart}/trade-pages", "");
        get(OPERATOR, "/settlement-problems", "");
        get(OPERATOR, "/areas/{id}/events", "?" + SPAN);
        get(HOME, "/orders", "?participantId=100");
        write(
                HOME,
                "POST",
                "/orders",
                """
                {"participantId":100,"clientOrderId":1,"areaId":1,"interval":"2026-06-18T09:00:00Z",
                 "side":"SELL","energyWh":1,"limitMicro":150000}\
                """);
        write(HOME, "DELETE", "/orders/{clientOrderId}", "?participantId=100", null);
    }

    private void homes() {
        get(HOME, "/participants/{id}/day", "");
        get(HOME, "/participants/{id}/earnings/{period}", "");
        get(HOME, "/participants/{id}/staff-reads", "");
        get(HOME, "/participants/{id}/account", "");
        get(
                HOUSEHOLD,
                "/participants/{id}/account/payout-text",
                "?address=0x00000000000000000000000000000000000000aa");
        write(
                HOUSEHOLD,
                "PUT",
                "/participants/{id}/account/payout-address",
                "{\"address\":\"0x00000000000000000000000000000000000000aa\",\"signature\":\"0x\","
                        + "\"proof\":{\"password\":\"x\"}}");
        write(
                HOUSEHOLD,
                "POST",
                "/participants/{id}/account/withdrawals",
                "{\"amount\":\"1\",\"proof\":{\"password\":\"x\"}}");
        write(HOUSEHOLD, "DELETE", "/participants/{id}/account/withdrawals/{withdrawal}", null);
        get(HOME, "/participants/{id}/certificates", "");
        write(
                HOUSEHOLD,
                "POST",
                "/participants/{id}/certificates/retire",
                "{\"interval\":\"2026-06-18T02:00:00Z\",\"energyWh\":1,\"purpose\":\"test\"}");
        get(HOME, "/participants/{id}/vote", "");
        get(
                HOUSEHOLD,
                "/participants/{id}/vote/key-text",
                "?address=0x00000000000000000000000000000000000000aa");
        write(
                HOUSEHOLD,
                "PUT",
                "/participants/{id}/vote/key",
                "{\"address\":\"0x00000000000000000000000000000000000000aa\",\"signature\":\"0x\","
                        + "\"proof\":{\"password\":\"x\"}}");
        write(HOUSEHOLD, "DELETE", "/participants/{id}/vote/key", null);
        get(
                HOUSEHOLD,
                "/participants/{id}/vote/ballot",
                "?support=FOR&proposal=0x" + "7".repeat(64));
        write(
                HOUSEHOLD,
                "POST",
                "/participants/{id}/vote/votes",
                "{\"proposal\":\"0x"
                        + "7".repeat(64)
                        + "\",\"support\":\"FOR\",\"signature\":\"0x"
                        + "1".repeat(130)
                        + "\"}");
        get(HOME, "/participants/{id}/statement", "?" + SPAN);
        get(HOME, "/metering-points/{id}/interval-values", "?" + SPAN);
        get(HOME, "/metering-points/{id}/devices", "");
        get(HOME, "/metering-points/{id}/readings", "?" + SPAN);
        get(HOME, "/metering-points/{id}/readings/{gatewayId}/{epoch}/{sequence}/proof", "");
        get(
                HOME,
                "/metering-points/{id}/interval-values/{intervalStart}/readings",
                "?channel=IMPORT");
        get(HOME, "/metering-points/{id}/reputation", "");
        get(HOME, "/metering-points/{id}/findings", "");
        get(HOME, "/metering-points/{id}/objections", "");
        write(HOUSEHOLD, "POST", "/metering-points/{id}/objections", "{\"text\":\"test\"}");
        write(
                OPERATOR,
                "POST",
                "/metering-points/{id}/objections/{number}/answer",
                "{\"upheld\":true,\"text\":\"test\"}");
        get(HOME, "/metering-points/{id}/control-consent", "");
        write(HOUSEHOLD, "PUT", "/metering-points/{id}/control-consent", "{\"granted\":true}");
        get(HOME, "/metering-points/{id}/connection", "");
        write(OPERATOR, "PUT", "/metering-points/{id}/connection", "{" + REASON + "}");
        get(HOME, "/setpoints", "?meteringPoint=AT-TEST-0001");
        get(HOME, "/metering-points/{id}/strategy", "");
        write(HOME, "PUT", "/metering-points/{id}/strategy", "{\"style\":\"BALANCED\"}");
        get(HOME, "/metering-points/{id}/strategy/acts", "");
        get(HOME, "/metering-points/{id}/strategy/holds", "");
        write(HOME, "PUT", "/metering-points/{id}/strategy/holds/{interval}", null);
        write(HOME, "DELETE", "/metering-points/{id}/strategy/holds/{interval}", null);
        get(HOME, "/metering-points/{id}/strategy/preview", "");
        get(HOME, "/metering-points/{id}/flexible-loads", "");
        write(
                HOME,
                "PUT",
                "/metering-points/{id}/flexible-loads/{name}",
                "{\"run\":{\"cycleW\":[100],\"readyBy\":\"2026-06-18T20:00:00Z\"}}");
        write(HOME, "DELETE", "/metering-points/{id}/flexible-loads/{name}", null);
    }

    private void money() {
        get(BILLS, "/participants/{id}/invoices", "");
        get(BILLS, "/participants/{id}/invoices/{number}", "");
        get(BILLS, "/participants/{id}/invoices/{number}/csv", "");
        get(BILLS, "/participants/{id}/invoices/{number}/pdf", "");
        get(BILLS, "/participants/{id}/statements/{period}", "");
        get(BILLS, "/participants/{id}/statements/{period}/csv", "");
        get(BILLS, "/participants/{id}/statements/{period}/pdf", "");
        get(HOME, "/participants/{id}/data-grants", "");
        write(
                HOUSEHOLD,
                "POST",
                "/participants/{id}/data-grants",
                """
                {"grantee":"utility","purpose":"test","resolution":"DAY","pricePerDay":"0",
                 "expiresAt":"2028-01-01T00:00:00Z"}\
                """);
        write(HOUSEHOLD, "DELETE", "/participants/{id}/data-grants/{grant}", null);
        get(HOME, "/participants/{id}/data-grants/{grant}/accesses", "");
        get(WITH_LOGIN, "/data-grants", "");
        get(WITH_LOGIN, "/data-grants/invoices", "");
        get(WITH_LOGIN, "/data-grants/invoices/{number}/pdf", "");
        get(WITH_LOGIN, "/data-grants/{grant}/values", "?from=2026-06-18&to=2026-06-19");
        write(WITH_LOGIN, "POST", "/data-grants/{grant}/acceptance", "{\"pricePerDay\":\"0\"}");
        get(WITH_LOGIN, "/areas/{id}/imbalance-prices", "?" + SPAN);
        write(
                OPERATOR,
                "POST",
                "/areas/{id}/imbalance-prices",
                """
                {"source":"test","reason":"test","prices":[
                 {"interval":"2026-06-18T05:00:00Z","shortMicro":1,"longMicro":1}]}\
                """);
        get(UTILITY, "/areas/{id}/invoicing", "");
        get(UTILITY, "/areas/{id}/invoices", "?month=2026-06");
        get(UTILITY, "/areas/{id}/invoices/csv", "?month=2026-06");
        write(UTILITY, "POST", "/areas/{id}/invoices", "{\"month\":\"2026-05\"," + REASON + "}");
        write(
                UTILITY,
                "POST",
                "/areas/{id}/invoicing",
                """
                {"validFrom":"2028-01-01","series":"T","name":"T","lines":"","country":"AT",
                 "vatRole":"STANDARD"}\
                """);
        write(
                UTILITY,
                "POST",
                "/participants/{id}/vat-roles",
                "{\"validFrom\":\"2028-01-01\",\"vatRole\":\"STANDARD\"}");
        get(UTILITY, "/areas/{id}/resettlements", "");
        write(
                OPERATOR,
                "POST",
                "/areas/{id}/resettlements/{intervalStart}",
                "{\"wish\":\"RETRY\"," + REASON + "}");
        get(BILLS, "/areas/{id}/tariffs", "?participantId=100");
        get(BILLS, "/metering-points/{id}/zones", "");
        write(
                UTILITY,
                "POST",
                "/metering-points/{id}/zones",
                """
                {"validFrom":"2028-01-01","operator":"o","feeder":"f","transformer":"t",
                 "reason":"test"}\
                """);
        get(UTILITY, "/areas/{id}/tariff-drafts", "");
        write(
                UTILITY,
                "POST",
                "/areas/{id}/tariff-drafts",
                """
                {"validFrom":"2028-01-01","legalBasis":"test","prices":[
                 {"kind":"LEVY","name":"test","priceMicro":1}]}\
                """);
        get(UTILITY, "/areas/{id}/tariff-drafts/{draft}/effect", "");
        write(UTILITY, "POST", "/areas/{id}/tariff-drafts/{draft}/publication", null);
        write(UTILITY, "DELETE", "/areas/{id}/tariff-drafts/{draft}", null);
        write(
                OPERATOR,
                "POST",
                "/areas/{area}/settlement-rules",
                """
                {"validFrom":"2028-01-01T00:00:00Z","reason":"test",
                 "rules":{"mode":"SHARING","finalAfterDays":425,"key":{"type":"DYNAMIC"}}}\
                """);
    }

    private void meters() {
        write(
                OPERATOR,
                "POST",
                "/metering-points",
                """
                {"id":"AT-TEST-9999","areaId":1,"participantId":999,"name":"n","meter":"m",
                 "retailMicro":300000,"feedInMicro":80000,"solarWp":0,"batteryWh":0,"evChargerW":0}\
                """);
        get(OPERATOR, "/metering/alarms", "");
        get(OPERATOR, "/metering/alarms/acknowledgements", "");
        write(
                OPERATOR,
                "POST",
                "/metering/alarms/acknowledgements",
                "{\"alarm\":\"test AT-TEST-0001\"}");
        get(OPERATOR, "/metering-points/{id}/meter-operations", "");
        write(
                OPERATOR,
                "POST",
                "/metering-points/{id}/meter-exchanges",
                """
                {"channel":"IMPORT","at":"2026-06-18T06:00:00Z","finalWh":1,"initialWh":0,
                 "reason":"test"}\
                """);
        write(
                OPERATOR,
                "PUT",
                "/metering-points/{id}/capacity",
                "{\"channel\":\"IMPORT\",\"watts\":69000," + REASON + "}");
        write(
                OPERATOR,
                "POST",
                "/metering-points/{id}/releases",
                "{\"channel\":\"IMPORT\"," + REASON + "}");
        write(
                OPERATOR,
                "POST",
                "/metering-points/{id}/substitutes",
                """
                {"channel":"IMPORT","interval":"2026-06-18T05:00:00Z","version":1,"energyWh":1,
                 "reason":"test"}\
                """);
        write(
                OPERATOR,
                "PUT",
                "/metering-points/{id}/location",
                "{\"latitudeE6\":48000000,\"longitudeE6\":16000000}");
        get(OPERATOR, "/metering-points/{id}/meter-keys/{channel}", "");
        write(
                OPERATOR,
                "PUT",
                "/metering-points/{id}/meter-keys/{channel}",
                """
                {"publicKey":"AAAA","serial":"1","reversed":false,"reason":"test"}\
                """);
        write(
                OPERATOR,
                "POST",
                "/metering-points/{id}/meter-keys/{channel}/removal",
                "{" + REASON + "}");
        get(OPERATOR, "/metering-points/{id}/erasures", "");
        write(
                OPERATOR,
                "POST",
                "/metering-points/{id}/erasures",
                "{\"before\":\"2020-01-01T00:00:00Z\"," + REASON + "}");
    }

    private void gateways() {
        // A gateway's request is its own proof; one without is refused as invalid.
        write(ALL, "POST", "/gateway-enrolments", "{\"request\":\"AAAA\"}");
        write(ALL, "POST", "/gateway-key-rotations", "{\"request\":\"AAAA\"}");
        get(OPERATOR, "/gateways", "");
        write(OPERATOR, "POST", "/gateways", "{\"id\":\"gw-new\",\"allPoints\":false}");
        get(OPERATOR, "/gateways/{id}", "");
        write(OPERATOR, "POST", "/gateways/{id}/enrolment-codes", "{}");
        get(OPERATOR, "/gateways/{id}/keys", "");
        write(OPERATOR, "POST", "/gateways/{id}/keys", "{\"publicKey\":\"AAAA\"," + REASON + "}");
        write(OPERATOR, "POST", "/gateways/{id}/keys/{keyId}/revocation", "{" + REASON + "}");
        write(
                OPERATOR,
                "POST",
                "/gateways/{id}/position",
                "{\"epoch\":1,\"sequence\":0," + REASON + "}");
        get(OPERATOR, "/gateways/{id}/events", "");
        get(OPERATOR, "/gateways/{id}/metering-points", "");
        write(
                OPERATOR,
                "PUT",
                "/gateways/{id}/metering-points/{point}",
                "{\"from\":\"2026-06-18T06:00:00Z\"," + REASON + "}");
        write(
                OPERATOR,
                "POST",
                "/gateways/{id}/metering-points/{point}/end",
                "{\"at\":\"2026-06-18T06:00:00Z\"," + REASON + "}");
        write(OPERATOR, "PUT", "/gateways/{id}/all-points", "{\"allPoints\":true," + REASON + "}");
    }

    private void grid() {
        get(WITH_LOGIN, "/areas/{area}/limits", "");
        get(WITH_LOGIN, "/areas/{area}/limits/{limit}", "");
        get(OPERATOR, "/areas/{area}/limit-changes", "");
        write(
                OPERATOR,
                "PUT",
                "/areas/{area}/limits/{limit}",
                "{\"source\":\"CONTRACT\",\"importW\":1," + REASON + "}");
        write(OPERATOR, "DELETE", "/areas/{area}/limits/{limit}", "?reason=test", null);
        get(WITH_LOGIN, "/areas/{area}/demand-charge", "");
        write(OPERATOR, "PUT", "/areas/{area}/demand-charge", "{\"microPerKw\":0," + REASON + "}");
        write(OPERATOR, "DELETE", "/areas/{area}/demand-charge", "?validFrom=2030-01-01", null);
        get(OPERATOR, "/areas/{area}/feeder", "");
        get(OPERATOR, "/areas/{area}/feeders", "");
        write(OPERATOR, "PUT", "/areas/{area}/feeder", "{\"feeder\":{}," + REASON + "}");
        write(OPERATOR, "PUT", "/areas/{area}/feeder/tap", "{\"position\":0," + REASON + "}");
        write(OPERATOR, "DELETE", "/areas/{area}/feeder", "?reason=test", null);
        get(WITH_LOGIN, "/areas/{area}/balancing", "");
        write(OPERATOR, "PUT", "/areas/{area}/balancing", "{\"paused\":true," + REASON + "}");
        write(OPERATOR, "POST", "/areas/{area}/replans", null);
        get(WITH_LOGIN, "/areas/{area}/plan", "");
        get(WITH_LOGIN, "/areas/{area}/plans", "");
        get(WITH_LOGIN, "/areas/{area}/flows", "");
        write(OPERATOR, "POST", "/areas/{area}/what-ifs", "{}");
        write(OPERATOR, "POST", "/areas/{area}/backtests", "{\"days\":1}");
        get(OPERATOR, "/areas/{area}/forecast-skill", "?days=1");
        write(
                OPERATOR,
                "POST",
                "/areas/{area}/island-rehearsals",
                "{\"from\":\"18:00\",\"until\":\"18:15\"}");
        write(
                OPERATOR,
                "POST",
                "/setpoints",
                """
                {"meteringPoint":"AT-TEST-0001","device":"BATTERY","expiresAt":"2026-06-18T13:00:00Z",
                 "keepChargePermille":0,"keepImportW":0,"keepExportW":0,"steps":[
                 {"from":"2026-06-18T12:00:00Z","until":"2026-06-18T12:45:00Z","kind":"CHARGE",
                  "watts":1}]}\
                """);
        // No command has this number: who may see one, SetpointResourceTest says.
        get(WITH_LOGIN, "/setpoints/{id}", "");
        write(OPERATOR, "DELETE", "/setpoints/{id}", null);
    }

    private void accounts() {
        get(ALL, "/session", "");
        // Whoever has the password: the wrong one here.
        write(
                EnumSet.noneOf(Who.class),
                "POST",
                "/session",
                "{\"login\":\"access-x\",\"password\":\"x\"}");
        write(ALL, "POST", "/session/passkey-challenges", null);
        write(NOBODY, "POST", "/session/passkeys", "{\"credential\":{}}");
        write(ALL, "POST", "/session/oidc", null);
        // Whoever comes back without having begun is sent to the page, and not signed in.
        get(ALL, "/session/oidc/callback", "?code=x&state=x");
        write(WITH_LOGIN, "POST", "/me/export", null);
        get(WITH_LOGIN, "/me/erasure", "");
        write(WITH_LOGIN, "POST", "/me/erasure", "{\"password\":\"x\"}");
        get(WITH_LOGIN, "/me/oidc", "");
        write(WITH_LOGIN, "POST", "/me/oidc", "{\"password\":\"x\"}");
        write(WITH_LOGIN, "POST", "/me/oidc/proofs", null);
        write(WITH_LOGIN, "POST", "/me/oidc/removal", "{\"password\":\"x\"}");
        write(WITH_LOGIN, "DELETE", "/session", null);
        get(WITH_LOGIN, "/me/passkeys", "");
        write(WITH_LOGIN, "POST", "/me/passkey-creations", "{\"password\":\"x\"}");
        write(WITH_LOGIN, "POST", "/me/passkeys", "{\"name\":\"x\",\"credential\":{}}");
        write(WITH_LOGIN, "POST", "/me/passkey-challenges", null);
        write(WITH_LOGIN, "POST", "/me/passkeys/{id}/removal", "{\"password\":\"x\"}");
        write(NOBODY, "POST", "/pairing-codes/check", "{\"code\":\"0000-0000-0001\"}");
        write(
                NOBODY,
                "POST",
                "/registrations",
                """
                {"code":"0000-0000-0001","email":"access-x@example.org","name":"x",
                 "password":"long enough to be one"}\
                """);
        write(NOBODY, "POST", "/email-verifications", "{\"code\":\"x\"}");
        write(ALL, "POST", "/password-resets", "{\"email\":\"access-x@example.org\"}");
        write(
                NOBODY,
                "PUT",
                "/password-resets",
                "{\"code\":\"x\",\"password\":\"long enough to be one\"}");
        write(HOME, "POST", "/participants/{id}/pairing-codes", null);
        get(HOME, "/participants/{id}/people", "");
        write(HOME, "DELETE", "/participants/{id}/people/{account}", null);
        write(WITH_LOGIN, "POST", "/me/homes", "{\"code\":\"0000-0000-0001\"}");
        write(
                WITH_LOGIN,
                "PUT",
                "/me/email",
                "{\"email\":\"access-x@example.org\",\"password\":\"x\"}");
        get(WITH_LOGIN, "/me/email", "");
        get(WITH_LOGIN, "/me/sessions", "");
        write(WITH_LOGIN, "DELETE", "/me/sessions/{id}", null);
        write(
                WITH_LOGIN,
                "PUT",
                "/me/password",
                "{\"current\":\"x\",\"password\":\"long enough to be one\"}");
        get(WITH_LOGIN, "/me/events", "");
        get(WITH_LOGIN, "/me/notifications", "");
        get(WITH_LOGIN, "/me/notifications/unread", "");
        write(WITH_LOGIN, "PUT", "/me/notifications/{id}/read", null);
        write(WITH_LOGIN, "PUT", "/me/notifications/read", "{\"upTo\":1}");
        get(WITH_LOGIN, "/me/notifications/settings", "");
        write(
                WITH_LOGIN,
                "PUT",
                "/me/notifications/settings",
                "{\"language\":\"en\",\"topics\":[]}");
        write(WITH_LOGIN, "PUT", "/me/notifications/language", "{\"language\":\"de\"}");
        get(WITH_LOGIN, "/me/push", "");
        write(
                WITH_LOGIN,
                "POST",
                "/me/push",
                "{\"endpoint\":\"https://push.example/x\",\"p256dh\":\"%s\",\"auth\":\"%s\"}"
                        .formatted("A".repeat(87), "A".repeat(22)));
        write(WITH_LOGIN, "POST", "/me/push/state", "{\"endpoint\":\"https://push.example/x\"}");
        write(WITH_LOGIN, "POST", "/me/push/removal", "{\"endpoint\":\"https://push.example/x\"}");
        write(WITH_LOGIN, "POST", "/me/push/test", "{\"endpoint\":\"https://push.example/x\"}");
        get(ADMIN, "/accounts/{id}/events", "");
        get(ADMIN, "/accounts/events", "");
        get(ADMIN, "/accounts", "");
        write(ADMIN, "POST", "/accounts", "{\"login\":\"access-new\",\"name\":\"n\"}");
        write(ADMIN, "PUT", "/accounts/{id}/roles", "{\"roles\":[\"ADMIN\"]}");
        write(ADMIN, "PUT", "/accounts/{id}/homes/{participant}", null);
        write(ADMIN, "DELETE", "/accounts/{id}/homes/{participant}", null);
        write(ADMIN, "DELETE", "/accounts/{id}", null);
    }

    private void gifts() {
        get(HOUSEHOLD, "/participants/{id}/gifts", "");
        write(HOUSEHOLD, "POST", "/participants/{id}/gifts", "{\"partnerId\":999999}");
        write(HOUSEHOLD, "POST", "/participants/{id}/gifts/{gift}/acceptance", null);
        write(HOUSEHOLD, "PUT", "/participants/{id}/gifts/{gift}/pause", "{\"paused\":true}");
        write(HOUSEHOLD, "DELETE", "/participants/{id}/gifts/{gift}", null);
    }

    private void get(Set<Who> allowed, String template, String query) {
        all.add(new Endpoint("GET", template, filled(template) + query, null, allowed));
    }

    private void write(Set<Who> allowed, String method, String template, String body) {
        write(allowed, method, template, "", body);
    }

    private void write(
            Set<Who> allowed, String method, String template, String query, String body) {
        all.add(new Endpoint(method, template, filled(template) + query, body, allowed));
    }

    private static String filled(String template) {
        String id =
                template.startsWith("/areas")
                        ? "1"
                        : template.startsWith("/participants")
                                ? "100"
                                : template.startsWith("/metering-points")
                                        ? "AT-TEST-0001"
                                        : template.startsWith("/gateways") ? "gw-test" : "999999";
        return template.replace("{id}", id)
                .replace("{area}", "1")
                .replace("{participant}", "100")
                .replace("{intervalStart}", "2026-06-18T05:00:00Z")
                .replace("{period}", "2026-06")
                .replace("{grant}", "999999")
                .replace("{draft}", "999999")
                .replace("{withdrawal}", "999999")
                .replace("{country}", "AT")
                .replace("{channel}", "IMPORT")
                .replace("{point}", "AT-TEST-0001")
                .replace("{account}", "999999")
                .replace("{interval}", "2026-06-18T12:00:00Z")
                .replace("{name}", "test")
                .replace("{gift}", "999999")
                .replace("{limit}", "nothing")
                .replace("{gatewayId}", "gw-test")
                .replace("{number}", "1")
                .replace("{keyId}", "0")
                .replace("{proposal}", "0x" + "7".repeat(64))
                .replace("{epoch}", "1")
                .replace("{sequence}", "1")
                .replace("{clientOrderId}", "999999");
    }
}
