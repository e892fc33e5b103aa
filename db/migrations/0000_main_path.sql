-- Database time, the one clock of leases and schedules. Tests replace it in databases of their own.
CREATE FUNCTION clock() RETURNS timestamptz LANGUAGE sql STABLE AS 'select now()';
--> statement-breakpoint
CREATE TABLE "api_keys" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"hash" text NOT NULL,
	"scopes" text[] NOT NULL,
	"unit_ids" text[] DEFAULT '{}' NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock() NOT NULL,
	"expires_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "api_keys_hash" UNIQUE("hash")
);
--> statement-breakpoint
CREATE TABLE "approvals" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"item_id" uuid NOT NULL,
	"revision" integer NOT NULL,
	"hash" text NOT NULL,
	"stage" text NOT NULL,
	"name" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT clock() NOT NULL,
	CONSTRAINT "approvals_once" UNIQUE("item_id","revision","stage")
);
--> statement-breakpoint
CREATE TABLE "assets" (
	"id" text PRIMARY KEY NOT NULL,
	"mime" text NOT NULL,
	"bytes" integer NOT NULL,
	"width" integer,
	"height" integer,
	"data" "bytea" NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "callbacks" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "callbacks_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"channel_id" text NOT NULL,
	"key" text NOT NULL,
	"ref" text NOT NULL,
	"data" jsonb NOT NULL,
	"at" timestamp with time zone DEFAULT clock() NOT NULL,
	CONSTRAINT "callbacks_once" UNIQUE("channel_id","key")
);
--> statement-breakpoint
CREATE TABLE "channels" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"paused_until" timestamp with time zone,
	"paused_because" text
);
--> statement-breakpoint
CREATE TABLE "columns" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"description" text NOT NULL,
	"keywords" text[] NOT NULL,
	"type" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "deliveries" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"item_id" uuid NOT NULL,
	"channel_id" text NOT NULL,
	"status" text DEFAULT 'planned' NOT NULL,
	"desired" text NOT NULL,
	"desired_revision" integer NOT NULL,
	"withdrawal" jsonb,
	"actual" text DEFAULT 'absent' NOT NULL,
	"actual_revision" integer,
	"remote_id" text,
	"url" text,
	"live_since" timestamp with time zone,
	"action" text,
	"action_revision" integer,
	"generation" integer DEFAULT 0 NOT NULL,
	"awaiting" text,
	"token" bigint DEFAULT 0 NOT NULL,
	"claimed_until" timestamp with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_try_at" timestamp with time zone,
	"fault" text,
	"fault_text" text,
	"created_at" timestamp with time zone DEFAULT clock() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT clock() NOT NULL,
	CONSTRAINT "deliveries_item_channel" UNIQUE("item_id","channel_id")
);
--> statement-breakpoint
CREATE TABLE "events" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "events_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp with time zone DEFAULT clock() NOT NULL,
	"actor" text NOT NULL,
	"kind" text NOT NULL,
	"item_id" uuid,
	"delivery_id" uuid,
	"data" jsonb DEFAULT '{}'::jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "feed_entries" (
	"seq" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "feed_entries_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"channel_id" text NOT NULL,
	"item_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"body" jsonb,
	"at" timestamp with time zone DEFAULT clock() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "items" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"seq" bigint GENERATED ALWAYS AS IDENTITY (sequence name "items_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"external_id" text NOT NULL,
	"type" text NOT NULL,
	"unit_id" text NOT NULL,
	"title" text NOT NULL,
	"revision" integer NOT NULL,
	"published_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock() NOT NULL,
	CONSTRAINT "items_external_id" UNIQUE("external_id")
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "outbox_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"delivery_id" uuid NOT NULL,
	"channel_id" text NOT NULL,
	"due_at" timestamp with time zone DEFAULT clock() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "quotas" (
	"channel_id" text NOT NULL,
	"call" text NOT NULL,
	"day" date NOT NULL,
	"used" integer NOT NULL,
	CONSTRAINT "quotas_channel_id_call_day_pk" PRIMARY KEY("channel_id","call","day")
);
--> statement-breakpoint
CREATE TABLE "receipts" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "receipts_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"delivery_id" uuid NOT NULL,
	"generation" integer NOT NULL,
	"revision" integer NOT NULL,
	"remote_id" text NOT NULL,
	"url" text NOT NULL,
	"rendition_hash" text NOT NULL,
	"at" timestamp with time zone DEFAULT clock() NOT NULL,
	"gone_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "revisions" (
	"item_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"hash" text NOT NULL,
	"content" jsonb NOT NULL,
	"author" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock() NOT NULL,
	CONSTRAINT "revisions_item_id_number_pk" PRIMARY KEY("item_id","number")
);
--> statement-breakpoint
CREATE TABLE "steps" (
	"delivery_id" uuid NOT NULL,
	"generation" integer NOT NULL,
	"name" text NOT NULL,
	"state" text NOT NULL,
	"result" jsonb,
	"began_at" timestamp with time zone DEFAULT clock() NOT NULL,
	"done_at" timestamp with time zone,
	CONSTRAINT "steps_delivery_id_generation_name_pk" PRIMARY KEY("delivery_id","generation","name")
);
--> statement-breakpoint
CREATE TABLE "units" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "approvals" ADD CONSTRAINT "approvals_item_id_items_id_fk" FOREIGN KEY ("item_id") REFERENCES "public"."items"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_item_id_items_id_fk" FOREIGN KEY ("item_id") REFERENCES "public"."items"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_channel_id_channels_id_fk" FOREIGN KEY ("channel_id") REFERENCES "public"."channels"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "items" ADD CONSTRAINT "items_unit_id_units_id_fk" FOREIGN KEY ("unit_id") REFERENCES "public"."units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "receipts" ADD CONSTRAINT "receipts_delivery_id_deliveries_id_fk" FOREIGN KEY ("delivery_id") REFERENCES "public"."deliveries"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "revisions" ADD CONSTRAINT "revisions_item_id_items_id_fk" FOREIGN KEY ("item_id") REFERENCES "public"."items"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "steps" ADD CONSTRAINT "steps_delivery_id_deliveries_id_fk" FOREIGN KEY ("delivery_id") REFERENCES "public"."deliveries"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "approvals_item" ON "approvals" USING btree ("item_id");--> statement-breakpoint
CREATE INDEX "callbacks_ref" ON "callbacks" USING btree ("channel_id","ref");--> statement-breakpoint
CREATE INDEX "deliveries_channel_status" ON "deliveries" USING btree ("channel_id","status");--> statement-breakpoint
CREATE INDEX "deliveries_awaiting" ON "deliveries" USING btree ("channel_id","awaiting") WHERE awaiting is not null;--> statement-breakpoint
CREATE INDEX "deliveries_due" ON "deliveries" USING btree ("next_try_at") WHERE next_try_at is not null;--> statement-breakpoint
CREATE INDEX "events_item" ON "events" USING btree ("item_id","id");--> statement-breakpoint
CREATE INDEX "events_at" ON "events" USING btree ("at");--> statement-breakpoint
CREATE INDEX "feed_entries_channel" ON "feed_entries" USING btree ("channel_id","seq");--> statement-breakpoint
CREATE INDEX "feed_entries_item" ON "feed_entries" USING btree ("channel_id","item_id","seq");--> statement-breakpoint
CREATE INDEX "items_seq" ON "items" USING btree ("seq");--> statement-breakpoint
CREATE INDEX "items_unit_seq" ON "items" USING btree ("unit_id","seq");--> statement-breakpoint
CREATE INDEX "items_type_seq" ON "items" USING btree ("type","seq");--> statement-breakpoint
CREATE INDEX "items_created_at" ON "items" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "outbox_due" ON "outbox" USING btree ("due_at","id");--> statement-breakpoint
CREATE INDEX "outbox_delivery" ON "outbox" USING btree ("delivery_id");--> statement-breakpoint
CREATE INDEX "receipts_delivery" ON "receipts" USING btree ("delivery_id");