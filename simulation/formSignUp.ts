import { z } from 'zod';
import type { HttpResponse } from '#engine';
import type { SignUp } from './plans/scenario.ts';
import type { Deployment } from './world/deployment.ts';
import type { World } from './world/world.ts';

/** What somebody who signs up is told in the end. */
export type Heard = { kind: 'registered'; registrationId: string } | { kind: 'refused' };

const Told = z.object({ registrationId: z.string(), status: z.string() });

/** Mail may take a minute: only then is it asked for again. */
const LOOKS_PER_REQUEST = 4;

/** Somebody who signs up by the form, reads the mail and brings its code back. */
export class FormSignUp {
  readonly #world: World;
  readonly #base: string;
  readonly #signUp: SignUp;
  readonly #key: string;
  readonly #tried = new Set<string>();
  #registrationId: string | undefined;
  #looked = 0;

  constructor(
    world: World,
    deployment: Deployment,
    { signUp, key }: { signUp: SignUp; key: string },
  ) {
    this.#world = world;
    this.#base = new URL(deployment.outputs['ControlApiUrl'] ?? '').pathname;
    this.#signUp = signUp;
    this.#key = key;
  }

  /** Asks for a code, or looks for one; undefined while there is no last word. */
  async goOn(): Promise<Heard | undefined> {
    if (this.#registrationId === undefined || this.#looked >= LOOKS_PER_REQUEST) {
      const heard = await this.#request();
      if (heard || this.#registrationId === undefined) return heard;
    }
    this.#looked += 1;
    for (const code of await this.#codes()) {
      const heard = await this.#confirm(this.#registrationId, code);
      if (heard) return heard;
    }
    return undefined;
  }

  async #request(): Promise<Heard | undefined> {
    const { tenantName, adminEmail, tier } = this.#signUp;
    const { status, body } = await this.#post(
      'registrations',
      { tenantName, adminEmail, tier },
      { 'idempotency-key': this.#key },
    );
    if (status !== 202) return undefined;
    const told = Told.parse(JSON.parse(String(body)));
    const { registrationId } = told;
    this.#registrationId = registrationId;
    this.#looked = 0;
    return told.status === 'unconfirmed' ? undefined : { kind: 'registered', registrationId };
  }

  async #confirm(registrationId: string, code: string): Promise<Heard | undefined> {
    const { status } = await this.#post(`registrations/${registrationId}/confirm`, { code });
    if (status === 200) return { kind: 'registered', registrationId };
    if (status === 409) return { kind: 'refused' };
    if (status === 400) this.#tried.add(code);
    if (status === 404) this.#registrationId = undefined;
    return undefined;
  }

  /** The codes of mail about this company that were not found wrong, newest first. */
  async #codes(): Promise<string[]> {
    const { adminEmail, tenantName } = this.#signUp;
    const mail = await this.#world.running.engine.mail.to(adminEmail);
    return mail
      .filter(({ body }) => body.includes(`sign up ${tenantName} `))
      .flatMap(({ body }) => /\d{8}/.exec(body)?.[0] ?? [])
      .filter((code) => !this.#tried.has(code));
  }

  #post(path: string, body: object, headers: Record<string, string> = {}): Promise<HttpResponse> {
    return this.#world.running.handle({
      method: 'POST',
      path: this.#base + path,
      query: new URLSearchParams(),
      headers: { 'content-type': 'application/json', ...headers },
      body: Buffer.from(JSON.stringify(body)),
    });
  }
}
