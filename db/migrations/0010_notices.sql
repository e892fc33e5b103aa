CREATE TABLE "notice_targets" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"way" text NOT NULL,
	"sealed" text NOT NULL,
	"topics" text[] NOT NULL,
	"is_on" boolean DEFAULT true NOT NULL,
	"by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock() NOT NULL,
	"claimed_until" timestamp with time zone,
	"urgent_at" timestamp with time zone,
	"digest_on" text,
	"failures" integer DEFAULT 0 NOT NULL,
	"failure" text,
	"next_try_at" timestamp with time zone,
	CONSTRAINT "notice_targets_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "notices_told" (
	"target_id" uuid NOT NULL,
	"key" text NOT NULL,
	"at" timestamp with time zone DEFAULT clock() NOT NULL,
	CONSTRAINT "notices_told_target_id_key_pk" PRIMARY KEY("target_id","key")
);
--> statement-breakpoint
ALTER TABLE "notices_told" ADD CONSTRAINT "notices_told_target_id_notice_targets_id_fk" FOREIGN KEY ("target_id") REFERENCES "public"."notice_targets"("id") ON DELETE cascade ON UPDATE no action;