package energy.peerwatt.metering.headend.store;

import static org.assertj.core.api.Assertions.assertThat;

import energy.peerwatt.metering.headend.IntakeResult;
import energy.peerwatt.metering.headend.IntakeResult.Accepted;
import energy.peerwatt.metering.headend.IntakeResult.Refused;
import energy.peerwatt.metering.headend.RefusalReason;
import energy.peerwatt.metering.headend.gateway.Actor;
import energy.peerwatt.metering.headend.gateway.EnrolmentResult;
import energy.peerwatt.metering.headend.gateway.EnrolmentResult.Refusal;
import energy.peerwatt.metering.headend.gateway.EnrolmentResult.Trusted;
import energy.peerwatt.metering.headend.gateway.GatewayEvent;
import energy.peerwatt.metering.headend.gateway.GatewayEvent.Kind;
import energy.peerwatt.metering.protocol.BrokerPassword;
import energy.peerwatt.metering.protocol.EnrolmentCode;
import energy.peerwatt.metering.protocol.EnrolmentRequest;
import energy.peerwatt.metering.protocol.Es256SigningKey;
import energy.peerwatt.metering.protocol.KeyRotation;
import io.smallrye.mutiny.Uni;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How keys come and go. */
class GatewayKeysTest {

    private static final Instant NOW = Instant.parse("2026-06-18T12:00:00Z");
    private static final Instant SOON = NOW.plus(Duration.ofHours(1));
    private static final Instant NEXT_WEEK = NOW.plus(Duration.ofDays(7));

    private final MeteringDatabase database = MeteringDatabase.emptied();
    private final HeadEnd headEnd = database.headEnd();
    private final GatewayRegistry registry = database.registry();
    private final GatewayEnrolment enrolment = new GatewayEnrolment(database.pool);
    private final GatewayOverview overview = new GatewayOverview(database.pool);
    private final BrokerPassword password = BrokerPassword.generate(new SecureRandom());
    private final TestGateway gateway = new TestGateway("gw-1");
    private final TestGateway next = new TestGateway("gw-1");

    @BeforeEach
    void createGateways() {
        for (String gatewayId : List.of("gw-1", "gw-2")) {
            assertThat(await(registry.create(gatewayId, true, operator("")))).isTrue();
        }
    }

    @Test
    void aGatewayThatHasCodeAndKeyIsTrusted() {
        byte[] block = gateway.read("2026-06-18T10:00:00Z", 5).block();
        assertThat(reason(accept(block, NOW))).isEqualTo(RefusalReason.UNKNOWN_KEY);

        assertThat(enrol(code("gw-1"), gateway, NOW)).isEqualTo(new Trusted(gateway.identity));

        assertThat(accept(block, NOW)).isEqualTo(new Accepted("gw-1", 1, 1));
        assertThat(await(registry.mayLogIn("gw-1", password))).isTrue();
        assertThat(await(registry.mayLogIn("gw-2", password))).isFalse();
        assertThat(await(registry.mayLogIn("gw-1", BrokerPassword.of("x")))).isFalse();
    }

    @Test
    void aKeyOfATokenIsTakenLikeOneInAFileButNeverForTheOther() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        Provider provider = Security.getProvider("SunEC");
        TestGateway token =
                new TestGateway(
                        "gw-1", Es256SigningKey.of(pair.getPrivate(), pair.getPublic(), provider));

        assertThat(enrol(code("gw-1"), token, NOW)).isEqualTo(new Trusted(token.identity));

        byte[] block = token.read("2026-06-18T10:00:00Z", 5).block();
        assertThat(accept(block, NOW)).isEqualTo(new Accepted("gw-1", 1, 1));
        // The protected header {1: -7, 4: keyId}.
        int header = HexFormat.of().formatHex(block).indexOf("a20126") / 2;
        block[header + 2] = 0x27;
        assertThat(reason(accept(block, NOW))).isEqualTo(RefusalReason.WRONG_ALGORITHM);
    }

    @Test
    void neitherCodeNorPasswordIsStored() {
        EnrolmentCode code = code("gw-1");
        enrol(code, gateway, NOW);

        String stored =
                database.rows(
                                "SELECT c::text || l::text FROM metering.enrolment_code c,"
                                        + " metering.gateway_login l")
                        .getFirst()
                        .getString(0);
        assertThat(stored).doesNotContain(code.token()).doesNotContain(password.reveal());
    }

    @Test
    void theAnswerThatWasLostIsGivenAgainAlsoAfterTheCodeExpired() {
        byte[] request = EnrolmentRequest.sign(code("gw-1"), gateway.key, password);

        EnrolmentResult first = await(enrolment.enrol(request, NOW));
        EnrolmentResult again = await(enrolment.enrol(request, SOON.plusSeconds(1)));

        assertThat(first).isEqualTo(new Trusted(gateway.identity)).isEqualTo(again);
        assertThat(kinds("gw-1"))
                .containsExactly(Kind.KEY_ENROLLED, Kind.CODE_ISSUED, Kind.CREATED);
    }

    @Test
    void aCodeIsForOneKeyOfOneGatewayForAWhile() {
        EnrolmentCode code = code("gw-1");
        code("gw-2");
        EnrolmentCode forged =
                EnrolmentCode.parse("gw-2" + code.reveal().substring(4)).orElseThrow();
        EnrolmentCode unknown =
                EnrolmentCode.parse("gw-9" + code.reveal().substring(4)).orElseThrow();

        assertThat(enrol(forged, gateway, NOW)).isEqualTo(refused(Refusal.WRONG_CODE));
        assertThat(enrol(unknown, gateway, NOW)).isEqualTo(refused(Refusal.WRONG_CODE));
        assertThat(enrol(code, gateway, SOON)).isEqualTo(refused(Refusal.EXPIRED_CODE));
        assertThat(enrol(code, gateway, NOW)).isEqualTo(new Trusted(gateway.identity));
        assertThat(enrol(code, next, NOW)).isEqualTo(refused(Refusal.USED_CODE));
        assertThat(await(registry.keys())).hasSize(1);
    }

    @Test
    void aNewCodeMakesTheOneBeforeVoid() {
        EnrolmentCode lost = code("gw-1");
        EnrolmentCode code = code("gw-1");

        assertThat(enrol(lost, gateway, NOW)).isEqualTo(refused(Refusal.WRONG_CODE));
        assertThat(enrol(code, gateway, NOW)).isEqualTo(new Trusted(gateway.identity));
    }

    @Test
    void ofManyWhoUseACodeAtOnceExactlyOneWins() {
        EnrolmentCode code = code("gw-1");
        List<Uni<EnrolmentResult>> rivals =
                IntStream.range(0, 8)
                        .mapToObj(_ -> new TestGateway("gw-1"))
                        .map(rival -> EnrolmentRequest.sign(code, rival.key, password))
                        .map(request -> enrolment.enrol(request, NOW))
                        .toList();

        List<EnrolmentResult> results = await(Uni.join().all(rivals).andFailFast());

        assertThat(results).filteredOn(Trusted.class::isInstance).hasSize(1);
        assertThat(results).filteredOn(refused(Refusal.USED_CODE)::equals).hasSize(7);
        assertThat(await(registry.keys("gw-1"))).hasSize(1);
    }

    @Test
    void aRequestThatIsNotSignedByItsKeyIsRefused() {
        byte[] request = EnrolmentRequest.sign(code("gw-1"), gateway.key, password);
        request[request.length - 1] ^= 1;

        assertThat(await(enrolment.enrol(request, NOW))).isEqualTo(refused(Refusal.NOT_PROVEN));
        assertThat(await(enrolment.enrol(new byte[0], NOW))).isEqualTo(refused(Refusal.NOT_PROVEN));
        assertThat(await(registry.keys())).isEmpty();
    }

    @Test
    void aKeyOfAnotherGatewayCannotBeEnrolledOrRegistered() {
        enrol(code("gw-1"), gateway, NOW);
        TestGateway other = new TestGateway("gw-2", gateway.key);

        assertThat(enrol(code("gw-2"), other, NOW)).isEqualTo(refused(Refusal.KEY_OF_ANOTHER));
        assertThat(await(registry.registerKey(other.identity, operator(""))))
                .contains(refused(Refusal.KEY_OF_ANOTHER));
        assertThat(await(registry.mayLogIn("gw-2", password))).isFalse();
    }

    @Test
    void anOperatorRegistersAKeyThatIsKnown() {
        assertThat(await(registry.registerKey(gateway.identity, operator("on site"))))
                .contains(new Trusted(gateway.identity));
        assertThat(await(registry.registerKey(new TestGateway("gw-9").identity, operator(""))))
                .isEmpty();
        assertThat(await(overview.events("gw-1", 1)))
                .containsExactly(
                        new GatewayEvent(
                                NOW,
                                "operator",
                                Kind.KEY_REGISTERED,
                                "ED25519 key " + gateway.identity.keyId() + ": on site"));
    }

    @Test
    void afterARotationBothKeysAreTakenUntilTheOldOneEnds() {
        enrol(code("gw-1"), gateway, NOW);
        byte[] byOldKey = gateway.read("2026-06-18T10:00:00Z", 5).block();

        assertThat(rotate(NEXT_WEEK, NOW)).isEqualTo(new Trusted(next.identity));
        assertThat(rotate(NEXT_WEEK, NEXT_WEEK)).isEqualTo(new Trusted(next.identity));

        assertThat(accept(byOldKey, NEXT_WEEK.minusMillis(1)))
                .isEqualTo(new Accepted("gw-1", 1, 1));
        assertThat(reason(accept(byOldKey, NEXT_WEEK))).isEqualTo(RefusalReason.EXPIRED_KEY);
        byte[] byNewKey = next.skip(1).read("2026-06-18T10:00:01Z", 5).block();
        assertThat(accept(byNewKey, NEXT_WEEK)).isEqualTo(new Accepted("gw-1", 1, 2));
        assertThat(kinds("gw-1").getFirst()).isEqualTo(Kind.KEY_ROTATED);
    }

    @Test
    void onlyAValidKeyIntroducesAnother() {
        assertThat(rotate(NEXT_WEEK, NOW)).isEqualTo(refused(Refusal.NOT_PROVEN));
        enrol(code("gw-1"), gateway, NOW);

        assertThat(rotate(NOW, NOW)).isEqualTo(refused(Refusal.BAD_PERIOD));
        assertThat(rotate(NOW.plus(Duration.ofDays(31)), NOW))
                .isEqualTo(refused(Refusal.BAD_PERIOD));
        revoke(gateway, Optional.empty());
        assertThat(rotate(NEXT_WEEK, NOW)).isEqualTo(refused(Refusal.REVOKED_KEY));
        assertThat(await(registry.keys())).hasSize(1);
    }

    @Test
    void nothingOfARevokedKeyIsTakenWhateverWasCommittedStays() {
        enrol(code("gw-1"), gateway, NOW);
        accept(gateway.read("2026-06-18T10:00:00Z", 5).block(), NOW);
        byte[] signedBefore = gateway.read("2026-06-18T10:00:01Z", 5).block();

        assertThat(revoke(gateway, Optional.empty())).containsExactly(gateway.identity.keyId());

        assertThat(reason(accept(signedBefore, NOW))).isEqualTo(RefusalReason.REVOKED_KEY);
        assertThat(database.number("SELECT count(*) FROM metering.reading")).isEqualTo(1);
        assertThat(await(registry.mayLogIn("gw-1", password))).isFalse();
        assertThat(await(overview.events("gw-1", 1)).getFirst().detail())
                .isEqualTo(gateway.identity.keyId() + ": stolen");
        assertThat(enrol(code("gw-1"), gateway, NOW)).isEqualTo(refused(Refusal.REVOKED_KEY));
    }

    @Test
    void whoHadAStolenKeyKeepsNoneThatItIntroduced() {
        enrol(code("gw-1"), gateway, NOW);
        rotate(NEXT_WEEK, NOW);

        assertThat(revoke(gateway, Optional.empty())).containsExactly(gateway.identity.keyId());
        assertThat(accept(next.read("2026-06-18T10:00:00Z", 5).block(), NOW))
                .isEqualTo(new Accepted("gw-1", 1, 1));
        assertThat(revoke(gateway, Optional.of(NOW.plusSeconds(1))))
                .as("known since later than the rotation")
                .containsExactly(gateway.identity.keyId());
        assertThat(revoke(gateway, Optional.of(NOW)))
                .containsExactlyInAnyOrder(gateway.identity.keyId(), next.identity.keyId());

        assertThat(reason(accept(next.read("2026-06-18T10:00:01Z", 5).block(), NOW)))
                .isEqualTo(RefusalReason.REVOKED_KEY);
        assertThat(revoke(gateway, Optional.of(NOW))).isEmpty();
    }

    /** The answer to a revocation comes after its commit, so nothing later may count. */
    @Test
    void noBlockIsTakenAfterTheAnswerToARevocation() {
        enrol(code("gw-1"), gateway, NOW);
        for (int i = 0; i < 20; i++) {
            TestGateway fresh = new TestGateway("gw-1");
            await(registry.registerKey(fresh.identity, operator("")));
            byte[] block = fresh.epoch(i + 1).read("2026-06-18T10:00:00Z", 5).block();
            Uni<IntakeResult> taken = headEnd.accept(block, NOW).memoize().indefinitely();
            taken.subscribe().with(_ -> {}, _ -> {});
            revoke(fresh, Optional.empty());
            long before = database.number("SELECT count(*) FROM metering.reading");
            await(taken);
            assertThat(database.number("SELECT count(*) FROM metering.reading")).isEqualTo(before);
        }
    }

    private EnrolmentCode code(String gatewayId) {
        return await(enrolment.issueCode(gatewayId, SOON, operator(""))).orElseThrow();
    }

    private EnrolmentResult enrol(EnrolmentCode code, TestGateway as, Instant at) {
        return await(enrolment.enrol(EnrolmentRequest.sign(code, as.key, password), at));
    }

    private EnrolmentResult rotate(Instant oldValidUntil, Instant at) {
        byte[] request = KeyRotation.sign("gw-1", gateway.key, next.key, oldValidUntil);
        return await(enrolment.rotate(request, at));
    }

    private List<String> revoke(TestGateway revoked, Optional<Instant> compromisedSince) {
        return await(
                registry.revoke(revoked.identity.keyId(), compromisedSince, operator("stolen")));
    }

    private IntakeResult accept(byte[] block, Instant at) {
        return await(headEnd.accept(block, at));
    }

    private List<Kind> kinds(String gatewayId) {
        return await(overview.events(gatewayId, 100)).stream().map(GatewayEvent::kind).toList();
    }

    private static Actor operator(String reason) {
        return new Actor("operator", NOW, reason);
    }

    private static EnrolmentResult refused(Refusal reason) {
        return new EnrolmentResult.Refused(reason);
    }

    private static RefusalReason reason(IntakeResult result) {
        assertThat(result).isInstanceOf(Refused.class);
        return ((Refused) result).reason();
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(MeteringDatabase.PATIENCE);
    }
}
