CREATE TABLE "audits" (
	"delivery_id" uuid PRIMARY KEY NOT NULL,
	"url" text NOT NULL,
	"host" text NOT NULL,
	"next_look_at" timestamp with time zone,
	"woken_at" timestamp with time zone,
	"slot_at" timestamp with time zone,
	"token" bigint DEFAULT 0 NOT NULL,
	"claimed_until" timestamp with time zone,
	"verdict" text,
	"verdict_text" text,
	"seen_at" timestamp with time zone,
	"since" timestamp with time zone,
	"same" integer DEFAULT 0 NOT NULL,
	"expected_hash" text,
	"etag" text,
	"last_modified" text,
	"body_hash" text,
	"text_hash" text,
	"created_at" timestamp with time zone DEFAULT clock() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "catalog_entries" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"column_id" text NOT NULL,
	"time_limit" text NOT NULL,
	"since" date NOT NULL
);
--> statement-breakpoint
CREATE TABLE "findings" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"seq" bigint GENERATED ALWAYS AS IDENTITY (sequence name "findings_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"subject" text NOT NULL,
	"kind" text NOT NULL,
	"severity" text NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"facts" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"evidence" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"fingerprint" text NOT NULL,
	"snapshot" text,
	"delivery_id" uuid,
	"item_id" uuid,
	"channel_id" text,
	"unit_id" text,
	"due_at" timestamp with time zone NOT NULL,
	"opened_at" timestamp with time zone DEFAULT clock() NOT NULL,
	"seen_at" timestamp with time zone DEFAULT clock() NOT NULL,
	"closed_at" timestamp with time zone,
	"times" integer DEFAULT 1 NOT NULL,
	"reason" text,
	"decided_by" text,
	"accepted_until" timestamp with time zone,
	CONSTRAINT "findings_once" UNIQUE("subject","kind")
);
--> statement-breakpoint
CREATE TABLE "hosts" (
	"host" text PRIMARY KEY NOT NULL,
	"next_slot_at" timestamp with time zone DEFAULT clock() NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	"braked_at" timestamp with time zone,
	"released_until" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "places" (
	"id" text PRIMARY KEY NOT NULL,
	"channel_id" text NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"url" text,
	"class" text,
	"next_look_at" timestamp with time zone,
	"next_probe_at" timestamp with time zone,
	"seen_at" timestamp with time zone,
	"entries" integer,
	"newest_on" text
);
--> statement-breakpoint
CREATE TABLE "probes" (
	"place_id" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"ms" integer NOT NULL,
	"is_open" boolean NOT NULL,
	"why" text
);
--> statement-breakpoint
CREATE TABLE "snapshots" (
	"hash" text PRIMARY KEY NOT NULL,
	"bytes" integer NOT NULL,
	"mime" text NOT NULL,
	"data" "bytea" NOT NULL,
	"at" timestamp with time zone DEFAULT clock() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "repair" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "job" text DEFAULT 'converge' NOT NULL;--> statement-breakpoint
ALTER TABLE "audits" ADD CONSTRAINT "audits_delivery_id_deliveries_id_fk" FOREIGN KEY ("delivery_id") REFERENCES "public"."deliveries"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "catalog_entries" ADD CONSTRAINT "catalog_entries_column_id_columns_id_fk" FOREIGN KEY ("column_id") REFERENCES "public"."columns"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "findings" ADD CONSTRAINT "findings_delivery_id_deliveries_id_fk" FOREIGN KEY ("delivery_id") REFERENCES "public"."deliveries"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "findings" ADD CONSTRAINT "findings_item_id_items_id_fk" FOREIGN KEY ("item_id") REFERENCES "public"."items"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "findings" ADD CONSTRAINT "findings_channel_id_channels_id_fk" FOREIGN KEY ("channel_id") REFERENCES "public"."channels"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "findings" ADD CONSTRAINT "findings_unit_id_units_id_fk" FOREIGN KEY ("unit_id") REFERENCES "public"."units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "places" ADD CONSTRAINT "places_channel_id_channels_id_fk" FOREIGN KEY ("channel_id") REFERENCES "public"."channels"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "probes" ADD CONSTRAINT "probes_place_id_places_id_fk" FOREIGN KEY ("place_id") REFERENCES "public"."places"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audits_due" ON "audits" USING btree ("next_look_at") WHERE next_look_at is not null;--> statement-breakpoint
CREATE INDEX "audits_host" ON "audits" USING btree ("host","since");--> statement-breakpoint
CREATE INDEX "audits_verdict" ON "audits" USING btree ("verdict");--> statement-breakpoint
CREATE INDEX "catalog_entries_column" ON "catalog_entries" USING btree ("column_id");--> statement-breakpoint
CREATE INDEX "findings_seq" ON "findings" USING btree ("seq");--> statement-breakpoint
CREATE INDEX "findings_unsettled" ON "findings" USING btree ("seq") WHERE state <> 'closed';--> statement-breakpoint
CREATE INDEX "findings_state_seq" ON "findings" USING btree ("state","seq");--> statement-breakpoint
CREATE INDEX "findings_unit_seq" ON "findings" USING btree ("unit_id","seq");--> statement-breakpoint
CREATE INDEX "findings_channel_seq" ON "findings" USING btree ("channel_id","seq");--> statement-breakpoint
CREATE INDEX "findings_item" ON "findings" USING btree ("item_id");--> statement-breakpoint
CREATE INDEX "findings_delivery" ON "findings" USING btree ("delivery_id");--> statement-breakpoint
CREATE INDEX "findings_snapshot" ON "findings" USING btree ("snapshot") WHERE snapshot is not null;--> statement-breakpoint
CREATE INDEX "places_due" ON "places" USING btree ("next_look_at") WHERE next_look_at is not null;--> statement-breakpoint
CREATE INDEX "places_probe" ON "places" USING btree ("next_probe_at") WHERE next_probe_at is not null;--> statement-breakpoint
CREATE INDEX "probes_place" ON "probes" USING btree ("place_id","at");--> statement-breakpoint
CREATE INDEX "snapshots_at" ON "snapshots" USING btree ("at");--> statement-breakpoint
CREATE INDEX "outbox_audits" ON "outbox" USING btree ("delivery_id") WHERE job = 'audit';